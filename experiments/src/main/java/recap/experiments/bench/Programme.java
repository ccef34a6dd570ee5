package recap.experiments.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import recap.onednn.Mode;
import recap.onednn.Precision;
import recap.zoo.Zoo;

/** What a benchmark measures: networks with their batches, in each mode and precision. */
public final class Programme {
  /** The batch of a network that the default programme does not name. */
  private static final int OTHER_BATCH = 32;

  /** The default programme: training at the first batch, inference at all. */
  private static final Map<String, List<Integer>> BATCHES =
      Map.of(
          "cifar_resnet20", List.of(128),
          "cifar_plain56", List.of(128),
          "alexnet4_relu", List.of(128),
          "alexnet4_tanh", List.of(128),
          // Batch 1 because the latency of one image counts as much as throughput.
          "resnet50", List.of(16, 1),
          "vgg16", List.of(8),
          "alexnet", List.of(32));

  /** The default networks. */
  public static final String NETWORKS =
      "cifar_resnet20,cifar_plain56,alexnet4_relu,alexnet4_tanh,resnet50,vgg16,alexnet";

  private static final Pattern NETWORK = Pattern.compile("([^:]+)(?::(\\d{1,6}))?");

  private Programme() {}

  /**
   * All works, network by network.
   *
   * @param networks {@code NAME} or {@code NAME:BATCH}
   * @throws IllegalArgumentException for another form, a batch of 0 or an unknown name
   */
  public static List<Work> of(List<String> networks, List<Mode> modes, List<Precision> precisions) {
    var works = new ArrayList<Work>();
    for (String network : networks) {
      Matcher matcher = NETWORK.matcher(network);
      if (!matcher.matches() || isZero(matcher.group(2))) {
        throw new IllegalArgumentException(
            ("--networks: expected NAME or NAME:BATCH such as cifar_resnet20:128, received '%s';"
                    + " separate several by commas")
                .formatted(network));
      }
      String name = matcher.group(1);
      Zoo.build(name);
      for (Mode mode : modes) {
        for (int batch : batches(name, matcher.group(2), mode)) {
          precisions.forEach(precision -> works.add(new Work(name, batch, precision, mode)));
        }
      }
    }
    return List.copyOf(works);
  }

  /**
   * Those of {@code works} that train.
   *
   * @throws IllegalArgumentException when none does
   */
  static List<Work> training(List<Work> works) {
    List<Work> training = works.stream().filter(work -> work.mode() == Mode.TRAINING).toList();
    if (training.isEmpty()) {
      throw new IllegalArgumentException(
          "--mode: expected training steps among what is measured, received none; add train");
    }
    return training;
  }

  private static boolean isZero(String batch) {
    return batch != null && Integer.parseInt(batch) == 0;
  }

  private static List<Integer> batches(String name, String given, Mode mode) {
    if (given != null) {
      return List.of(Integer.parseInt(given));
    }
    List<Integer> all = BATCHES.getOrDefault(name, List.of(OTHER_BATCH));
    return mode == Mode.TRAINING ? all.subList(0, 1) : all;
  }
}
