package recap.train;

/** Is told how a training goes, on the training thread: what it does delays the next step. */
public interface TrainingListener {
  /** Nobody. */
  TrainingListener NONE = new TrainingListener() {};

  /** The training goes on from a checkpoint after {@code iteration} steps. */
  default void resumed(int iteration) {}

  /** The training begins, or goes on, with {@code iteration} of {@code iterations} steps done. */
  default void started(int iteration, int iterations) {}

  /** A few times a second at most, and after the last of all steps. */
  default void progress(Progress progress) {}

  /** A point was measured. */
  default void measured(Metrics point) {}

  /**
   * It is over and has a result: finished, diverged or interrupted, but not ended by an exception,
   * which {@link Trainer#run} then throws. Native memory is free by then. When the process is being
   * stopped (Ctrl-C), this is the last that is sure to run.
   */
  default void ended(TrainingResult result) {}
}
