package recap.experiments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import recap.experiments.ReluVsTanh.Condition;
import recap.experiments.record.RunRecord;
import recap.experiments.record.Scale;
import recap.nn.Activation;

/**
 * What {@link ReluVsTanh} says of the claim that a ReLU hands gradients on whole, where sigmoid and
 * tanh shrink them; which of these two shrinks them more is not claimed. Looked at is the norm at
 * the first layer after the first epoch: later, what is learnt decides more than the activation
 * does. The lecture speaks of depth, which four layers have little of.
 */
final class VanishingGradients {
  private static final String CLAIM = "alexnet-vanishing";
  private static final String CLAIMED = "relu>tanh;relu>sigmoid";
  private static final String UNIT = "gradient norm at the first of four layers";

  private VanishingGradients() {}

  /** That ReLU lies above counts where it shows under both conditions. */
  static Finding finding(Scale scale, List<RunRecord> records) {
    // Empty without pairs, so that what another scale has measured is shown instead.
    String ours =
        Arrays.stream(Condition.values())
            .filter(condition -> !norms(condition, records).isEmpty())
            .map(condition -> condition.label() + ": " + norms(condition, records))
            .collect(Collectors.joining("; "));
    var evidence = new ArrayList<String>();
    var verdicts = new ArrayList<Verdict>();
    for (Condition condition : Condition.values()) {
      Difference overTanh = reluAbove("tanh", condition, records);
      Difference overSigmoid = reluAbove("sigmoid", condition, records);
      if (overTanh.pairs() < 2 || overSigmoid.pairs() < 2) {
        String why =
            scale == Scale.PAPER
                ? "needs two seeds or more of ReLU, tanh and sigmoid under both conditions"
                : "sigmoid is trained at scale paper alone";
        return new Finding(CLAIM, CLAIMED, ours, UNIT, Verdict.NOT_RUN, why + leftOut(records));
      }
      verdicts.add(overTanh.verdict());
      verdicts.add(overSigmoid.verdict());
      evidence.add(
          condition.title()
              + ", relu lies "
              + overTanh.text("", "above tanh", "below tanh")
              + ", "
              + overSigmoid.text("", "above sigmoid", "below sigmoid"));
    }
    var finding =
        new Finding(
            CLAIM,
            CLAIMED,
            ours,
            UNIT,
            Verdict.ofAll(verdicts),
            "of one batch, the last step of the first epoch, each activation at its own rate; one depth"
                + " alone, where the claim is about depth; relu has to lie above both others under both"
                + " conditions: "
                + String.join("; ", evidence)
                + leftOut(records));
    String[] relu =
        Arrays.stream(Condition.values())
            .map(condition -> condition.label() + "-relu")
            .toArray(String[]::new);
    return Diverged.capped(finding, records, relu);
  }

  /** Runs that are in none of the differences. */
  private static String leftOut(List<RunRecord> records) {
    String apart =
        Arrays.stream(Condition.values())
            .flatMap(
                condition ->
                    Stream.of("tanh", "sigmoid")
                        .map(
                            lower ->
                                SeedPair.apartAtAnyLength(
                                    runs(lower, condition, records),
                                    runs("relu", condition, records))))
            .collect(Collectors.joining());
    return apart + ReluVsTanhReport.diverged(records);
  }

  private static Difference reluAbove(String lower, Condition condition, List<RunRecord> records) {
    return SeedPair.difference(pairs(lower, condition, records), VanishingGradients::norm);
  }

  /** Of another activation's runs and ReLU's. */
  private static List<SeedPair> pairs(String lower, Condition condition, List<RunRecord> records) {
    return SeedPair.ofAnyLength(runs(lower, condition, records), runs("relu", condition, records));
  }

  private static List<RunRecord> runs(
      String activation, Condition condition, List<RunRecord> records) {
    return ReluVsTanhReport.runs(records, condition.label() + "-" + activation);
  }

  /** The runs that some difference is made of. */
  private static Set<RunRecord> paired(Condition condition, List<RunRecord> records) {
    return Stream.of(pairs("tanh", condition, records), pairs("sigmoid", condition, records))
        .flatMap(List::stream)
        .flatMap(pair -> Stream.of(pair.first(), pair.second()))
        .collect(Collectors.toSet());
  }

  private static double norm(RunRecord run) {
    return run.having("gradient_norm").get(0).values().get("gradient_norm");
  }

  /** {@code relu 1.067 (sd 0.179, N = 5), tanh ...}: of the activations that have paired runs. */
  private static String norms(Condition condition, List<RunRecord> records) {
    Set<RunRecord> paired = paired(condition, records);
    var norms = new ArrayList<String>();
    for (Activation activation : ReluVsTanh.activations(Scale.PAPER)) {
      List<RunRecord> runs =
          ReluVsTanhReport.runs(records, ReluVsTanh.arm(condition, activation)).stream()
              .filter(paired::contains)
              .toList();
      if (!runs.isEmpty()) {
        List<Double> values = runs.stream().map(VanishingGradients::norm).toList();
        norms.add(ReluVsTanh.name(activation) + " " + Finding.summary(values, 3));
      }
    }
    return String.join(", ", norms);
  }
}
