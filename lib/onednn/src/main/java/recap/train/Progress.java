package recap.train;

/**
 * How a training goes, for a display.
 *
 * @param iteration steps done
 * @param iterations steps in all
 * @param epoch completed epochs, with the part of the current one
 * @param rate learning rate of the last step
 * @param loss mean loss since the last point of metrics, as {@link Metrics#trainingLoss}
 * @param error share of images misclassified since then, in [0, 1]
 * @param imagesPerSecond since the last report; the first time since the training started
 * @param nativeBytes memory that the networks take outside the heap
 */
public record Progress(
    int iteration,
    int iterations,
    double epoch,
    double rate,
    double loss,
    double error,
    double imagesPerSecond,
    long nativeBytes) {}
