/**
 * What a run leaves: its settings, its metrics and on what it was computed, as one JSON file a run
 * below {@code results/EXPERIMENT/SCALE/runs/}. Tables, charts and verdicts are made from these
 * alone.
 */
package recap.experiments.record;
