package recap.experiments;

import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import recap.experiments.record.RunRecord;

/** Two runs of the same seed and under the same conditions, each of another arm. */
record SeedPair(RunRecord first, RunRecord second) {
  /** What the protocol of a scale decides, and not an arm, whatever the length and precision. */
  private static final List<String> IMAGES = List.of("trainingSet", "testSet", "batch");

  /** The same whatever the length. */
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
    return ofOneSeed(first, second)
        .filter(pair -> CONDITIONS.stream().allMatch(pair::agreesOn))
        .toList();
  }

  /** The same where the two sides are meant to differ in precision. */
  static List<SeedPair> ofAnyPrecision(List<RunRecord> first, List<RunRecord> second) {
    return ofOneSeed(first, second)
        .filter(pair -> IMAGES.stream().allMatch(pair::agreesOn) && pair.agreesOn(LENGTH))
        .toList();
  }

  /**
   * The seeds that both sides have under unlike protocols alone, and what these differ in: {@code ;
   * of two protocols and left out: seed 1 (precision BF16 in resnet-56, F32 in plain-56)}. Empty
   * where there is none.
   */
  static String apart(List<RunRecord> first, List<RunRecord> second) {
    return leftOut(first, second, of(first, second));
  }

  /** The same of {@link #ofAnyLength}. */
  static String apartAtAnyLength(List<RunRecord> first, List<RunRecord> second) {
    return leftOut(first, second, ofAnyLength(first, second));
  }

  private static String leftOut(
      List<RunRecord> first, List<RunRecord> second, List<SeedPair> pairs) {
    List<Long> paired = pairs.stream().map(SeedPair::seed).toList();
    String seeds =
        ofOneSeed(first, second)
            .filter(pair -> !paired.contains(pair.seed()))
            .map(pair -> "seed " + pair.seed() + " (" + pair.differing() + ")")
            .collect(Collectors.joining(", "));
    return seeds.isEmpty() ? "" : "; of two protocols and left out: " + seeds;
  }

  private static Stream<SeedPair> ofOneSeed(List<RunRecord> first, List<RunRecord> second) {
    return first.stream()
        .flatMap(one -> second.stream().map(other -> new SeedPair(one, other)))
        .filter(pair -> pair.first.seed() == pair.second.seed());
  }

  private long seed() {
    return first.seed();
  }

  private boolean agreesOn(String setting) {
    return Objects.equals(setting(first, setting), setting(second, setting));
  }

  private static Object setting(RunRecord run, String setting) {
    return run.spec().configuration().getOrDefault(setting, "none");
  }

  /** {@code training set CIFAR-10 train in relu, CIFAR-10 train [0, 5000) in tanh; batch ...}. */
  private String differing() {
    return Stream.concat(CONDITIONS.stream(), Stream.of(LENGTH))
        .filter(setting -> !agreesOn(setting))
        .map(
            setting ->
                setting.replace("Set", " set")
                    + " "
                    + setting(first, setting)
                    + " in "
                    + first.arm()
                    + ", "
                    + setting(second, setting)
                    + " in "
                    + second.arm())
        .collect(Collectors.joining("; "));
  }

  /** By how much the first ones' {@code value} lies below the second ones'. */
  static Difference difference(List<SeedPair> pairs, ToDoubleFunction<RunRecord> value) {
    return Difference.of(
        pairs.stream()
            .map(pair -> value.applyAsDouble(pair.second) - value.applyAsDouble(pair.first))
            .toList());
  }

  /**
   * Whether their times can be compared: one code computed both, they ended on processors of one
   * name, and neither was continued with another instruction set, number of threads or version of
   * oneDNN.
   */
  boolean ofOneSpeed() {
    return first.code().equals(second.code())
        && !first.code().dirty()
        && first.code().earlier() == null
        && first.machine().text().equals(second.machine().text())
        && first.environments() == null
        && second.environments() == null;
  }
}
