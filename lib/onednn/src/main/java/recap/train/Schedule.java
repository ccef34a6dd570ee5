package recap.train;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The learning rate by iteration. A schedule keeps no state: where the rate depends on how the
 * training goes ({@link Plateau}), it is a function of the metrics so far, so a resumed run needs
 * nothing else to go on with the same rate.
 */
public sealed interface Schedule {
  /**
   * The rate of step {@code iteration}.
   *
   * @param iteration from 0
   * @param history the points measured before this step, oldest first
   */
  double rate(int iteration, List<Metrics> history);

  /** The rate where nothing was measured yet. */
  default double rate(int iteration) {
    return rate(iteration, List.of());
  }

  /** Whether the rate depends on {@code measured}, which then has to be measured at every point. */
  default boolean watches(Watched measured) {
    return false;
  }

  /** The same, reached in a straight line over the first {@code iterations} steps. */
  default Schedule warmUp(int iterations) {
    return new WarmUp(iterations, this);
  }

  /** The same rate throughout. */
  static Schedule constant(double rate) {
    return new Constant(rate);
  }

  /**
   * {@code rate}, multiplied by {@code factor} when each milestone is reached. He et al. 2015
   * (section 4.2): {@code step(0.1, 0.1, 32_000, 48_000)}.
   */
  static Schedule step(double rate, double factor, Integer... milestones) {
    return new Step(rate, factor, List.of(milestones));
  }

  /**
   * {@code rate}, multiplied by {@code factor} whenever {@code watched} has not improved for {@code
   * patience} points in a row. Krizhevsky et al. 2012 (section 5) divide by 10 "when the validation
   * error rate stopped improving".
   */
  static Schedule plateau(double rate, double factor, int patience, Watched watched) {
    return new Plateau(rate, factor, patience, watched);
  }

  /**
   * The same rate throughout.
   *
   * @param rate the learning rate, lr in {@link Sgd}
   */
  record Constant(double rate) implements Schedule {
    public Constant {
      requireRate(rate);
    }

    @Override
    public double rate(int iteration, List<Metrics> history) {
      return rate;
    }
  }

  /**
   * A rate that is multiplied by a factor when each milestone is reached.
   *
   * @param rate the learning rate before the first milestone
   * @param factor in (0, 1] for a decay; above 1 for a short warm-up at a lower rate
   * @param milestones iterations, ascending
   */
  record Step(double rate, double factor, List<Integer> milestones) implements Schedule {
    public Step {
      requireRate(rate);
      requireFactor(factor);
      milestones = List.copyOf(milestones);
      for (int i = 0; i < milestones.size(); i++) {
        if (milestones.get(i) <= (i == 0 ? 0 : milestones.get(i - 1))) {
          throw refusal("ascending milestones from 1", milestones, "sort them");
        }
      }
    }

    @Override
    public double rate(int iteration, List<Metrics> history) {
      double reached = rate;
      for (int milestone : milestones) {
        if (iteration >= milestone) {
          reached *= factor;
        }
      }
      return reached;
    }
  }

  /**
   * Step i of the first n runs at (i + 1) / n of the other schedule's rate.
   *
   * @param iterations n
   * @param then the schedule that is approached and then followed
   */
  record WarmUp(int iterations, Schedule then) implements Schedule {
    public WarmUp {
      if (iterations < 1) {
        throw refusal("a warm-up of at least 1 iteration", iterations, "leave it out");
      }
    }

    @Override
    public double rate(int iteration, List<Metrics> history) {
      double full = then.rate(iteration, history);
      return iteration < iterations ? full * (iteration + 1) / iterations : full;
    }

    @Override
    public boolean watches(Watched measured) {
      return then.watches(measured);
    }
  }

  /** What a {@link Plateau} looks at; lower is better. */
  enum Watched {
    TRAINING_LOSS(Metrics::trainingLoss),
    TRAINING_ERROR(Metrics::trainingError),
    TEST_ERROR(Metrics::testError);

    private final ToDoubleFunction<Metrics> value;

    Watched(ToDoubleFunction<Metrics> value) {
      this.value = value;
    }
  }

  /**
   * A rate that is multiplied by a factor whenever what is watched has not improved for a while.
   *
   * @param rate the learning rate at the start
   * @param factor in (0, 1)
   * @param patience points without improvement before the rate falls
   * @param watched what has to improve
   */
  record Plateau(double rate, double factor, int patience, Watched watched) implements Schedule {
    public Plateau {
      requireRate(rate);
      if (!(factor > 0 && factor < 1)) {
        throw refusal("a factor between 0 and 1", factor, "use 0.1");
      }
      if (patience < 1) {
        throw refusal("a patience of at least 1 point", patience, "use 3");
      }
    }

    @Override
    public double rate(int iteration, List<Metrics> history) {
      double reached = rate;
      double best = Double.POSITIVE_INFINITY;
      int waited = 0;
      for (Metrics point : history) {
        double value = watched.value.applyAsDouble(point);
        if (value < best) {
          best = value;
          waited = 0;
        } else if (++waited == patience) {
          reached *= factor;
          waited = 0;
        }
      }
      return reached;
    }

    @Override
    public boolean watches(Watched measured) {
      return watched == measured;
    }
  }

  private static void requireRate(double rate) {
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw refusal("a finite rate above 0", rate, "use 0.1");
    }
  }

  private static void requireFactor(double factor) {
    if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
      throw refusal("a finite factor above 0", factor, "use 0.1");
    }
  }

  private static IllegalArgumentException refusal(String expected, Object received, String remedy) {
    return new IllegalArgumentException(
        "Schedule: expected " + expected + ", received " + received + "; " + remedy + ".");
  }
}
