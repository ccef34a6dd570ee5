package recap.train;

import java.util.List;
import recap.nn.Weights;

/**
 * What a training came to.
 *
 * @param status how it ended
 * @param message in words: what happened, after how many steps and, when it was interrupted, how to
 *     go on
 * @param iterations steps done
 * @param metrics the points measured, oldest first
 * @param weights all tensors at the end; when the loss diverged, the learned ones are those before
 *     the step that failed, whose forward pass has already moved batch norm's running statistics
 * @param weightsSha256 {@link Weights#sha256()} of them
 * @param environments oneDNN version, instruction set and threads of every process that took part,
 *     each once: more than one when the run was resumed elsewhere, and the bits may then differ
 *     from those of a run that was not
 * @param nativeBytes memory that the networks took outside the heap
 */
public record TrainingResult(
    Status status,
    String message,
    int iterations,
    List<Metrics> metrics,
    Weights weights,
    String weightsSha256,
    List<String> environments,
    long nativeBytes) {
  /** How a training ended. */
  public enum Status {
    /** All steps done, or the error to stop at reached. */
    FINISHED,
    /** The loss became infinite, not a number or absurdly large, or weights no numbers. */
    DIVERGED,
    /** Stopped from outside; run it again and it goes on. */
    INTERRUPTED
  }

  public TrainingResult {
    metrics = List.copyOf(metrics);
    environments = List.copyOf(environments);
  }

  /**
   * The last point.
   *
   * @throws IllegalStateException when there is none
   */
  public Metrics last() {
    if (metrics.isEmpty()) {
      throw new IllegalStateException(
          "TrainingResult: expected at least one point, found none ("
              + message
              + "); look at status() first.");
    }
    return metrics.get(metrics.size() - 1);
  }
}
