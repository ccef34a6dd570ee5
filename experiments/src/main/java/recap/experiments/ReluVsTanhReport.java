package recap.experiments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import recap.experiments.ReluVsTanh.Condition;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.Scale;
import recap.nn.Activation;
import recap.report.Charts;
import recap.report.Figure;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Tables, charts and verdicts of {@link ReluVsTanh}, from its records. */
final class ReluVsTanhReport {
  private static final double CLAIMED = 6;

  /** A factor within this part of six, either way, counts as six; set before the first run. */
  private static final double TOLERANCE = 0.25;

  private static final double LEAST = (1 - TOLERANCE) * CLAIMED;
  private static final double MOST = (1 + TOLERANCE) * CLAIMED;

  private ReluVsTanhReport() {}

  static Conclusion of(Scale scale, List<RunRecord> records) {
    Map<String, Table> tables = new LinkedHashMap<>();
    tables.put("rates", rates(scale, records));
    tables.put("epochs-to-target", spans(scale, records));
    Map<String, Figure> charts = new LinkedHashMap<>();
    for (Condition condition : Condition.values()) {
      chart(scale, condition, "train_error", "training error (%)", 100, records)
          .ifPresent(chart -> charts.put("training-error-" + condition.label(), chart));
      chart(scale, condition, "gradient_norm", "gradient norm, first layer", 1, records)
          .ifPresent(chart -> charts.put("gradient-norm-" + condition.label(), chart));
    }
    return new Conclusion(
        List.of(factor(records), VanishingGradients.finding(scale, records)), tables, charts);
  }

  private static List<RunRecord> runs(
      List<RunRecord> records, Condition condition, Activation activation) {
    return runs(records, ReluVsTanh.arm(condition, activation));
  }

  /** Finished runs of an arm that were measured. */
  static List<RunRecord> runs(List<RunRecord> records, String arm) {
    return Diverged.without(records).stream()
        .filter(r -> r.arm().equals(arm) && !r.having("train_error").isEmpty())
        .toList();
  }

  private static Table rates(Scale scale, List<RunRecord> records) {
    var table =
        Table.create(
            "rates",
            StringColumn.create("arm"),
            DoubleColumn.create("rate"),
            DoubleColumn.create("train_error"),
            StringColumn.create("status"),
            StringColumn.create("run"));
    for (Condition condition : Condition.values()) {
      for (Activation activation : ReluVsTanh.activations(scale)) {
        String arm = ReluVsTanh.arm(condition, activation);
        records.stream()
            .filter(r -> r.arm().startsWith(arm + ReluVsTanh.TRIAL))
            .sorted(Comparator.comparingDouble(ReluVsTanhReport::rate))
            .forEach(
                trial -> {
                  table.stringColumn(0).append(arm);
                  table.doubleColumn(1).append(rate(trial));
                  double error = trial.last("train_error");
                  if (trial.status() == Status.DIVERGED) {
                    table.doubleColumn(2).appendMissing();
                  } else {
                    table.doubleColumn(2).append(error);
                  }
                  table.stringColumn(3).append(trial.status().name().toLowerCase(Locale.ROOT));
                  table.stringColumn(4).append(trial.run());
                });
      }
    }
    return table;
  }

  private static double rate(RunRecord trial) {
    String arm = trial.arm();
    int at = arm.indexOf(ReluVsTanh.TRIAL) + ReluVsTanh.TRIAL.length();
    return Double.parseDouble(arm.substring(at));
  }

  private static Table spans(Scale scale, List<RunRecord> records) {
    var table =
        Table.create(
            "epochs-to-target",
            StringColumn.create("arm"),
            LongColumn.create("seed"),
            StringColumn.create("reached"),
            DoubleColumn.create("epochs"),
            DoubleColumn.create("train_seconds"));
    for (Condition condition : Condition.values()) {
      for (Activation activation : ReluVsTanh.activations(scale)) {
        for (RunRecord run : runs(records, condition, activation)) {
          Span span = Span.of(run);
          table.stringColumn(0).append(run.arm());
          table.longColumn(1).append(run.seed());
          table.stringColumn(2).append(span.reached() ? "yes" : "no");
          table.doubleColumn(3).append(span.epochs());
          table.doubleColumn(4).append(span.seconds());
        }
      }
    }
    return table;
  }

  private static Optional<Figure> chart(
      Scale scale,
      Condition condition,
      String metric,
      String axis,
      double factor,
      List<RunRecord> records) {
    var used = new ArrayList<RunRecord>();
    var chart = Charts.lines("Four-layer network, " + condition.title(), "epoch", axis);
    for (Activation activation : ReluVsTanh.activations(scale)) {
      List<RunRecord> runs = runs(records, condition, activation);
      if (!runs.isEmpty()) {
        chart.seeds(activation.kind(), Curves.overEpochs(runs, metric, factor));
        used.addAll(runs);
      }
    }
    if (metric.equals("train_error")) {
      chart.level(100 * Span.TARGET, "25 %");
    } else {
      chart.logY();
    }
    return Curves.figure(chart, used);
  }

  /**
   * How many times longer tanh takes than ReLU, seed by seed.
   *
   * @param values one a seed of which ReLU got there
   * @param epoch of ReLU: how much of their mean it is
   * @param bound whether a tanh run did not get there, so that the factor is at least this
   * @param without how many seeds have no value, since ReLU did not get there or one of both
   *     diverged
   */
  private record Factor(List<Double> values, double epoch, boolean bound, long without) {
    /** In epochs. */
    static Factor of(Condition condition, List<RunRecord> records) {
      Factor ended = of(pairs(condition, records), Span::epochs);
      long diverged =
          Diverged.count(records, condition.label() + "-relu")
              + Diverged.count(records, condition.label() + "-tanh");
      return new Factor(ended.values, ended.epoch, ended.bound, ended.without + diverged);
    }

    /** In seconds, of seeds of which both runs were on one kind of machine. */
    static Factor ofSeconds(Condition condition, List<RunRecord> records) {
      return of(
          pairs(condition, records).stream().filter(SeedPair::ofOneSpeed).toList(), Span::seconds);
    }

    private static Factor of(List<SeedPair> pairs, ToDoubleFunction<Span> length) {
      var values = new ArrayList<Double>();
      var epochs = new ArrayList<Double>();
      boolean bound = false;
      for (SeedPair pair : pairs) {
        Span fast = Span.of(pair.first());
        Span slow = Span.of(pair.second());
        if (fast.reached()) {
          double value = length.applyAsDouble(slow) / length.applyAsDouble(fast);
          values.add(value);
          epochs.add(value / fast.epochs());
          bound |= !slow.reached();
        }
      }
      return new Factor(values, Finding.mean(epochs), bound, pairs.size() - values.size());
    }

    private static List<SeedPair> pairs(Condition condition, List<RunRecord> records) {
      return SeedPair.ofAnyLength(
          runs(records, condition.label() + "-relu"), runs(records, condition.label() + "-tanh"));
    }

    /** The seeds that are in none of the factors. */
    static String leftOut(List<RunRecord> records) {
      return Arrays.stream(Condition.values())
          .map(
              condition ->
                  SeedPair.apartAtAnyLength(
                      runs(records, condition.label() + "-relu"),
                      runs(records, condition.label() + "-tanh")))
          .collect(Collectors.joining());
    }

    /** By how much it lies above the least that counts as six. */
    Difference above() {
      return Difference.of(values.stream().map(value -> value - LEAST).toList()).ofWhole(epoch);
    }

    /** By how much it lies below the most that counts as six. */
    Difference below() {
      return Difference.of(values.stream().map(value -> MOST - value).toList()).ofWhole(epoch);
    }

    /** Whether so many seeds lie above that their sign decides; a bound has no spread to test. */
    boolean allAbove() {
      return values.size() >= Difference.SIGNS && values.stream().allMatch(value -> value > MOST);
    }

    @Override
    public String toString() {
      return values.isEmpty() ? "none" : (bound ? "at least " : "") + Finding.summary(values, 2);
    }
  }

  private static Finding factor(List<RunRecord> records) {
    Factor time = Factor.of(Condition.TIME, records);
    Factor today = Factor.of(Condition.TODAY, records);
    if (time.values().isEmpty() && today.values().isEmpty()) {
      Finding none =
          Finding.notRun(
              "alexnet-relu-6x",
              "6",
              "ratio of epochs",
              "needs a ReLU run that reached 25 % training error and a tanh run of the same seed, on"
                  + " the same images"
                  + diverged(records));
      return Diverged.undecided(
          none, records, "time-relu", "time-tanh", "today-relu", "today-tanh");
    }
    String evidence =
        "epochs of tanh over epochs of ReLU to 25 % training error over the whole training set;"
            + " six counts as reproduced from "
            + LEAST
            + " to "
            + MOST
            + " under conditions of the time, inside or outside by more than chance explains"
            + inside(time)
            + (time.bound()
                ? ", here as a lower bound, which longer runs could only raise: it decides where "
                    + Difference.SIGNS
                    + " seeds or more all lie above "
                    + MOST
                : "")
            + wholeEpochs(records)
            + "; in seconds, where one code on one kind of machine ran both: of the time "
            + Factor.ofSeconds(Condition.TIME, records)
            + ", of today "
            + Factor.ofSeconds(Condition.TODAY, records)
            + late(records)
            + (time.without() > 0 ? "; a seed without a factor leaves it undecided" : "")
            + Factor.leftOut(records)
            + diverged(records);
    return new Finding(
        "alexnet-relu-6x",
        "6",
        "of the time " + time + ", of today " + today,
        "ratio of epochs",
        verdict(time),
        evidence);
  }

  /** The mean against both ends of the range, where there is a spread to hold it to. */
  private static String inside(Factor time) {
    if (time.bound()) {
      return "";
    }
    return time.values().size() < 2
        ? ", which takes two seeds or more"
        : ": here "
            + time.above().text("", "above " + LEAST, "below " + LEAST)
            + ", "
            + time.below().text("", "below " + MOST, "above " + MOST);
  }

  /** How coarse the factors are: ReLU's few epochs are whole ones. */
  private static String wholeEpochs(List<RunRecord> records) {
    var spans = new ArrayList<String>();
    for (Condition condition : Condition.values()) {
      var epochs =
          runs(records, condition.label() + "-relu").stream()
              .map(Span::of)
              .filter(Span::reached)
              .mapToDouble(Span::epochs)
              .summaryStatistics();
      if (epochs.getCount() > 0) {
        spans.add(
            String.format(
                Locale.ROOT,
                "%.0f%s under %s, of which one is up to %.0f %%",
                epochs.getMin(),
                epochs.getMin() < epochs.getMax()
                    ? String.format(Locale.ROOT, " to %.0f", epochs.getMax())
                    : "",
                condition.title(),
                100 / epochs.getMin()));
      }
    }
    return spans.isEmpty()
        ? ""
        : "; epochs are whole ones, and ReLU takes " + String.join(", and ", spans);
  }

  /** The mean has to lie inside the range, or outside, by more than chance explains. */
  private static Verdict verdict(Factor time) {
    if (time.without() > 0 || (time.bound() && !time.allAbove())) {
      return Verdict.UNDECIDED;
    }
    return time.bound()
        ? Verdict.NOT_REPRODUCED
        : Verdict.ofAll(List.of(time.above().verdict(), time.below().verdict()));
  }

  static String diverged(List<RunRecord> records) {
    return Diverged.named(
        records.stream().filter(run -> !run.arm().contains(ReluVsTanh.TRIAL)).toList());
  }

  /** Which runs that the factor needs did not get there. */
  private static String late(List<RunRecord> records) {
    var text = new StringBuilder();
    for (Condition condition : Condition.values()) {
      for (String activation : List.of("relu", "tanh")) {
        text.append(Span.late(runs(records, condition.label() + "-" + activation)));
      }
    }
    return text.toString();
  }
}
