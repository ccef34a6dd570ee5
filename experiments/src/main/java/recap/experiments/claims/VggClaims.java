package recap.experiments.claims;

import static java.util.Map.entry;
import static recap.account.LayerKind.FULLY_CONNECTED;
import static recap.experiments.claims.Counts.account;
import static recap.experiments.claims.Counts.convolutions;
import static recap.experiments.claims.Counts.n;
import static recap.experiments.claims.Counts.percent;
import static recap.experiments.claims.Counts.ratio;
import static recap.experiments.claims.Counts.row;
import static recap.experiments.claims.Counts.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import recap.account.Account;
import recap.account.Row;
import recap.nn.Conv2d;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;

/** VGG-16 and VGG-19, and what stacking small kernels saves. */
final class VggClaims {
  /** Any number of channels gives the same ratios. */
  private static final int CHANNELS = 64;

  static final Map<String, Function<Models, Answer>> COMPUTATIONS =
      Map.ofEntries(
          entry("vgg-layers", VggClaims::layers),
          entry("vgg-two-3x3", models -> field(2, 5)),
          entry("vgg-three-3x3", models -> field(3, 7)),
          entry("vgg-params-5x5", models -> stackedWeights(2, 5)),
          entry("vgg-params-7x7", models -> stackedWeights(3, 7)),
          entry("vgg-pool-double", VggClaims::poolAndDouble),
          entry("vgg-parameters", VggClaims::parameters),
          entry("vgg-fewer-than-alexnet", VggClaims::againstAlexNet),
          entry("vgg-fc-computation", VggClaims::computation),
          entry("vgg-memory-early", VggClaims::memory),
          entry("vgg-stages", VggClaims::stages));

  private VggClaims() {}

  private static Answer layers(Models models) {
    Account vgg16 = account(models.get("vgg16"));
    Account vgg19 = account(models.get("vgg19"));
    return Answer.numbers(
        List.of(vgg16.depth(), vgg19.depth()),
        "VGG-16 has %d convolutions, VGG-19 %d; each has %d linear layers",
        convolutions(vgg16.network()).size(),
        convolutions(vgg19.network()).size(),
        Counts.linears(vgg16.network()).size());
  }

  /** {@code count} convolutions of {@code kernel} x {@code kernel} that keep shape and channels. */
  private static Network stack(int count, int kernel) {
    Node x = Node.input(CHANNELS, 32, 32);
    for (int i = 0; i < count; i++) {
      x = x.then(Conv2d.of(CHANNELS, kernel).padding(kernel / 2).noBias());
    }
    return Network.of("stack", x);
  }

  private static Answer field(int count, int kernel) {
    Row stacked = row(stack(count, 3), stack(count, 3).output());
    Row single = row(stack(1, kernel), stack(1, kernel).output());
    return Answer.number(
        stacked.receptiveField().height(),
        "%d stacked 3x3 see %s, one %dx%d sees %s",
        count,
        stacked.receptiveField(),
        kernel,
        kernel,
        single.receptiveField());
  }

  private static Answer stackedWeights(int count, int kernel) {
    double squared = (double) CHANNELS * CHANNELS;
    long stacked = stack(count, 3).parameterCount();
    long single = stack(1, kernel).parameterCount();
    return Answer.numbers(
        List.of(stacked / squared, single / squared),
        "for C = %d: %s weights in %d 3x3 convolutions, %s in one %dx%d; multiply-accumulates are"
            + " in the same ratio, %s; not timed",
        CHANNELS,
        n(stacked),
        count,
        n(single),
        kernel,
        kernel,
        ratio((double) stack(count, 3).macs() / stack(1, kernel).macs()));
  }

  /** The last convolutions of VGG-16's second and third stage: 128 to 128 and 256 to 256 maps. */
  private static Answer poolAndDouble(Models models) {
    Network network = models.get("vgg16");
    Node before = convolutions(network).get(3);
    Node after = convolutions(network).get(6);
    return Answer.numbers(
        List.of(
            (double) after.shape().elements() / before.shape().elements(),
            (double) weights(after) / weights(before),
            (double) row(network, after).macs() / row(network, before).macs()),
        "VGG-16 from %s to %s: %s to %s weights, %s multiply-accumulates before, %s behind",
        before.shape(),
        after.shape(),
        n(weights(before)),
        n(weights(after)),
        n(row(network, before).macs()),
        n(row(network, after).macs()));
  }

  private static Answer parameters(Models models) {
    long parameters = models.get("vgg16").parameterCount();
    return Answer.number(
        parameters, "VGG-16 %s, VGG-19 %s", n(parameters), n(models.get("vgg19").parameterCount()));
  }

  private static Answer againstAlexNet(Models models) {
    long vgg = models.get("vgg16").parameterCount();
    long alexNet = models.get("alexnet_paper").parameterCount();
    return Answer.order(
        "VGG",
        vgg,
        "AlexNet",
        alexNet,
        "VGG-16 has %s parameters, AlexNet %s: %s times as many",
        n(vgg),
        n(alexNet),
        ratio((double) vgg / alexNet));
  }

  private static Answer computation(Models models) {
    Account account = account(models.get("vgg16"));
    return Answer.number(
        100 * account.share(FULLY_CONNECTED, Row::macs),
        "%s of %s multiply-accumulates; of the parameters they hold %s",
        n(account.total(FULLY_CONNECTED, Row::macs)),
        n(account.macs()),
        percent(account.share(FULLY_CONNECTED, Row::parameters)));
  }

  private static Answer memory(Models models) {
    Account account = account(models.get("vgg16"));
    int second = Counts.all(account.network(), MaxPool.class).get(1).index();
    List<Row> rows = account.rows();
    long early = sum(rows.subList(1, second + 1), Row::activationBytes);
    long late = sum(rows.subList(second + 1, rows.size()), Row::activationBytes);
    long earlyParameters = sum(rows.subList(1, second + 1), Row::parameters);
    String evidence =
        "the first two of five stages hold %s of the activation memory and %s of the parameters"
            .formatted(
                percent((double) early / (early + late)),
                percent((double) earlyParameters / account.parameters()));
    boolean parametersLate = 2 * earlyParameters < account.parameters();
    return new Answer.Text(early > late && parametersLate ? "early>late" : "early<late", evidence);
  }

  private static long sum(List<Row> rows, ToLongFunction<Row> quantity) {
    return rows.stream().mapToLong(quantity).sum();
  }

  private static Answer stages(Models models) {
    List<Integer> stages = perStage(models.get("vgg16"));
    return Answer.number(
        stages.size(),
        "convolutions before each pool: VGG-16 %s, VGG-19 %s",
        stages,
        perStage(models.get("vgg19")));
  }

  /** Convolutions before each pool. */
  private static List<Integer> perStage(Network network) {
    var stages = new ArrayList<Integer>();
    int convolutions = 0;
    for (Node node : network.nodes()) {
      convolutions += node.op() instanceof Conv2d ? 1 : 0;
      if (node.op() instanceof MaxPool) {
        stages.add(convolutions);
        convolutions = 0;
      }
    }
    return stages;
  }
}
