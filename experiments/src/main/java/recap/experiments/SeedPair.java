package recap.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import recap.experiments.record.RunRecord;

/** Two runs of the same seed and under the same conditions, each of another arm. */
record SeedPair(RunRecord first, RunRecord second) {
  /** What the protocol of a scale decides, and not an arm, whatever the length. */
  private static final List<String> CONDITIONS =
      List.of("trainingSet", "testSet", "batch", "precision");

  private static final String LENGTH = "iterations";

  /**
   * All seeds that both sides have under one protocol: from the same images, for as long, in one
   * precision. A record of an earlier protocol says nothing beside one of today's.
   */
  static List<SeedPair> of(List<RunRecord> first, List<RunRecord> second) {
    return ofAnyLength(first, second).stream().filter(pair -> pair.agreesOn(LENGTH)).toList();
  }

  /** The same where a side may train for longer, as it does that is waited for. */
  static List<SeedPair> ofAnyLength(List<RunRecord> first, List<RunRecord> second) {
    var pairs = new ArrayList<SeedPair>();
    for (RunRecord one : first) {
      for (RunRecord other : second) {
        var pair = new SeedPair(one, other);
        if (one.seed() == other.seed() && CONDITIONS.stream().allMatch(pair::agreesOn)) {
          pairs.add(pair);
        }
      }
    }
    return pairs;
  }

  private boolean agreesOn(String setting) {
    return Objects.equals(
        first.spec().configuration().get(setting), second.spec().configuration().get(setting));
  }

  /** By how much the first ones' {@code value} lies below the second ones'. */
  static Difference difference(List<SeedPair> pairs, ToDoubleFunction<RunRecord> value) {
    return Difference.of(
        pairs.stream()
            .map(pair -> value.applyAsDouble(pair.second) - value.applyAsDouble(pair.first))
            .toList());
  }

  /**
   * Whether their times can be compared: they ended on processors of one name, and neither was
   * continued with another instruction set, number of threads or version of oneDNN.
   */
  boolean onOneMachine() {
    return first.machine().text().equals(second.machine().text())
        && first.environments() == null
        && second.environments() == null;
  }
}
