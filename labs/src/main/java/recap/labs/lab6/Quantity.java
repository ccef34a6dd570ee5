package recap.labs.lab6;

import java.util.function.ToDoubleFunction;
import recap.train.Metrics;

/** What a claim is measured by: shares in [0, 1], of which less speaks for the claim. */
public enum Quantity {
  TEST_ERROR("test error", Metrics::testError),
  TRAINING_ERROR("training error", Metrics::trainingError),
  /** What a network does worse on images that it has not learnt from. */
  GAP("test error - training error", end -> end.testError() - end.trainingError());

  private final String title;
  private final ToDoubleFunction<Metrics> of;

  Quantity(String title, ToDoubleFunction<Metrics> of) {
    this.title = title;
    this.of = of;
  }

  /** As tables name it. */
  public String title() {
    return title;
  }

  /** Its value at the end of a training. */
  public double of(Metrics end) {
    return of.applyAsDouble(end);
  }
}
