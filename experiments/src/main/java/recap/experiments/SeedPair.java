package recap.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import recap.experiments.record.RunRecord;

/** Two runs of the same seed, each of another arm. */
record SeedPair(RunRecord first, RunRecord second) {
  /** What the protocol of a scale decides, and not an arm. */
  private static final List<String> PROTOCOL =
      List.of("trainingSet", "testSet", "batch", "iterations", "precision");

  /** All seeds that both sides have. */
  static List<SeedPair> of(List<RunRecord> first, List<RunRecord> second) {
    var pairs = new ArrayList<SeedPair>();
    for (RunRecord one : first) {
      for (RunRecord other : second) {
        if (one.seed() == other.seed()) {
          pairs.add(new SeedPair(one, other));
        }
      }
    }
    return pairs;
  }

  /** By how much the first ones' {@code value} lies below the second ones'. */
  static Difference difference(List<SeedPair> pairs, ToDoubleFunction<RunRecord> value) {
    return Difference.of(
        pairs.stream()
            .map(pair -> value.applyAsDouble(pair.second) - value.applyAsDouble(pair.first))
            .toList());
  }

  /**
   * Whether both learnt for as long, from as many images, in one precision: a record of an earlier
   * protocol says nothing beside one of today's.
   */
  boolean ofOneProtocol() {
    return PROTOCOL.stream()
        .allMatch(
            key ->
                Objects.equals(
                    first.spec().configuration().get(key), second.spec().configuration().get(key)));
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
