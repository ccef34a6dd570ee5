/**
 * Training: schedules, the trainer and its metrics, checkpoints from which a killed run goes on to
 * the same bits, and weights in the safetensors format.
 */
package recap.train;
