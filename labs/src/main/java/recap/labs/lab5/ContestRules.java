package recap.labs.lab5;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import recap.account.Account;
import recap.labs.check.Expectation;
import recap.labs.check.Expectation.Mismatch;
import recap.nn.Network;
import recap.nn.Shape;

/** What an entry of the {@link Contest} must keep and reach. */
public final class ContestRules {
  /** The baseline's results by seed, since every entry is held against them. */
  private static final Map<Long, Contest.Result> BASELINES = new ConcurrentHashMap<>();

  private ContestRules() {}

  /** The rules that a network must keep before it is trained. */
  public static Expectation valid() {
    return answer ->
        answer instanceof Network network
            ? violation(network)
            : Optional.of(new Mismatch("a network", String.valueOf(answer)));
  }

  private static Optional<Mismatch> violation(Network network) {
    return wrongShape(network)
        .or(() -> tooMuch("layers", Contest.MOST_LAYERS, network.nodes().size()))
        .or(() -> tooMuch("parameters", Contest.MOST_PARAMETERS, network.parameterCount()))
        .or(() -> tooMuch("MACs", Contest.MOST_MACS, network.macs()))
        .or(
            () ->
                tooMuch(
                    "bytes of outputs", Contest.MOST_ACTIVATION_BYTES, activationBytes(network)));
  }

  private static Optional<Mismatch> wrongShape(Network network) {
    Shape output = Shape.features(Contest.CLASSES);
    boolean fits =
        network.input().shape().equals(Contest.IMAGE)
            && network.outputs().size() == 1
            && network.output().shape().equals(output);
    String text = "from %s to %d output of %s";
    return fits
        ? Optional.empty()
        : Optional.of(
            new Mismatch(
                text.formatted(Contest.IMAGE, 1, output),
                text.formatted(
                    network.input().shape(), network.outputs().size(), network.output().shape())));
  }

  private static long activationBytes(Network network) {
    return Account.of(network, 1).activationBytes();
  }

  private static Optional<Mismatch> tooMuch(String what, long most, long received) {
    return received <= most
        ? Optional.empty()
        : Optional.of(
            new Mismatch(
                String.format(Locale.ROOT, "at most %,d %s", most, what),
                String.format(Locale.ROOT, "%,d %s", received, what)));
  }

  /**
   * Valid, accurate enough, and {@link Contest#FACTOR} times the baseline's score with this seed.
   */
  public static Expectation wins(long seed) {
    return Expectation.both(valid(), answer -> loss((Network) answer, seed));
  }

  private static Optional<Mismatch> loss(Network network, long seed) {
    Contest.Result entry = Contest.run(network, seed);
    double least =
        Contest.FACTOR
            * BASELINES.computeIfAbsent(seed, s -> Contest.run(Contest.baseline(), s)).score();
    if (entry.accuracy() >= Contest.LEAST_ACCURACY && entry.score() >= least) {
      return Optional.empty();
    }
    String expected =
        String.format(
            Locale.ROOT,
            "at least %.0f %% accuracy and %.2f points a thousand MACs",
            100 * Contest.LEAST_ACCURACY,
            least);
    return Optional.of(new Mismatch(expected, entry.toString()));
  }
}
