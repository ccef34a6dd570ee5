package recap.experiments.claims;

import static java.util.Map.entry;
import static recap.account.LayerKind.FULLY_CONNECTED;
import static recap.experiments.claims.Counts.account;
import static recap.experiments.claims.Counts.first;
import static recap.experiments.claims.Counts.hwc;
import static recap.experiments.claims.Counts.linears;
import static recap.experiments.claims.Counts.millions;
import static recap.experiments.claims.Counts.n;
import static recap.experiments.claims.Counts.ratio;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import recap.account.Row;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.GlobalAvgPool;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;

/** The inception module of the lecture and GoogLeNet as the paper has it. */
final class GoogLeNetClaims {
  static final Map<String, Function<Models, Answer>> COMPUTATIONS =
      Map.ofEntries(
          entry("inception-naive-output", models -> naiveOutput()),
          entry("inception-naive-ops", models -> naiveOperations()),
          entry("inception-reduced-ops", models -> reducedOperations()),
          entry("googlenet-stem", GoogLeNetClaims::stem),
          entry("googlenet-gap", GoogLeNetClaims::head),
          entry("googlenet-layers", GoogLeNetClaims::layers),
          entry("googlenet-parameters-5m", GoogLeNetClaims::fiveMillion),
          entry("googlenet-parameters-13m", GoogLeNetClaims::thirteenMillion),
          entry("googlenet-twelfth", GoogLeNetClaims::twelfth));

  private GoogLeNetClaims() {}

  /**
   * The lecture's module on 28x28x256.
   *
   * @param reduce channels of the 1x1 convolutions in front of 3x3 and 5x5 and behind the pool; 0
   *     for the naive module, which has none
   */
  private static Network module(int reduce) {
    Node x = Node.input(256, 28, 28);
    Node one = x.then(Conv2d.of(128, 1));
    Node three = reduced(x, reduce).then(Conv2d.of(192, 3).padding(1));
    Node five = reduced(x, reduce).then(Conv2d.of(96, 5).padding(2));
    Node pool = reduced(x.then(MaxPool.of(3, 1).padding(1)), reduce);
    return Network.of("inception", Node.join(new Concat(), one, three, five, pool));
  }

  private static Node reduced(Node x, int channels) {
    return channels == 0 ? x : x.then(Conv2d.of(channels, 1));
  }

  private static Answer naiveOutput() {
    Node output = module(0).output();
    var branches = output.inputs().stream().map(node -> node.shape().channels()).toList();
    return new Answer.Text(
        hwc(output.shape()),
        "channels %s side by side, %s values; the note's 529 K is a slip"
            .formatted(branches, n(output.shape().elements())));
  }

  private static Answer naiveOperations() {
    return Answer.number(
        module(0).macs(), "multiply-accumulates of %s", eachConvolution(module(0)));
  }

  private static Answer reducedOperations() {
    Network reduced = module(64);
    long three = Counts.row(reduced, Counts.convolutions(reduced).get(2)).macs();
    return Answer.number(
        reduced.macs(),
        "multiply-accumulates of %s: %s times fewer than without the reductions; with the 3x3"
            + " counted twice they would be %s",
        eachConvolution(reduced),
        ratio((double) module(0).macs() / reduced.macs()),
        n(reduced.macs() + three));
  }

  /** {@code 25.7 M in 128 1x1, ...}. */
  private static String eachConvolution(Network network) {
    return String.join(
        ", ",
        Counts.convolutions(network).stream()
            .map(
                node ->
                    "%s in %d %s"
                        .formatted(
                            millions(Counts.row(network, node).macs()),
                            node.shape().channels(),
                            ((Conv2d) node.op()).window().kernel()))
            .toList());
  }

  /** The rows behind the input up to the first map of 28x28. */
  private static List<Row> downTo28(Network network) {
    List<Row> rows = account(network).rows();
    int last = 1;
    while (rows.get(last).output().height() > 28) {
      last++;
    }
    return rows.subList(1, last + 1);
  }

  private static Answer stem(Models models) {
    List<Row> stem = downTo28(models.get("googlenet_paper"));
    List<Row> vgg = downTo28(models.get("vgg16"));
    double[] ratios = {
      ratioOf(vgg, stem, Row::activationBytes),
      ratioOf(vgg, stem, Row::parameters),
      ratioOf(vgg, stem, Row::macs)
    };
    boolean less = ratios[0] > 1 && ratios[1] > 1 && ratios[2] > 1;
    return new Answer.Text(
        less ? "GoogLeNet<VGG" : "GoogLeNet>VGG",
        "VGG-16 needs %s times the activation memory, %s times the parameters and %s times the"
                .formatted(ratio(ratios[0]), ratio(ratios[1]), ratio(ratios[2]))
            + " multiply-accumulates (%s against %s)"
                .formatted(millions(sum(vgg, Row::macs)), millions(sum(stem, Row::macs))));
  }

  private static double ratioOf(List<Row> a, List<Row> b, ToLongFunction<Row> quantity) {
    return (double) sum(a, quantity) / sum(b, quantity);
  }

  private static long sum(List<Row> rows, ToLongFunction<Row> quantity) {
    return rows.stream().mapToLong(quantity).sum();
  }

  private static Answer head(Models models) {
    Network network = models.get("googlenet_paper");
    Node pool = first(network, GlobalAvgPool.class);
    return Answer.number(
        pool.shape().elements(),
        "%s becomes %s; the head behind it has %s parameters, VGG-16's head %s; the two are not"
            + " trained against each other",
        hwc(pool.input().shape()),
        pool.shape(),
        n(account(network).total(FULLY_CONNECTED, Row::parameters)),
        n(account(models.get("vgg16")).total(FULLY_CONNECTED, Row::parameters)));
  }

  private static Answer layers(Models models) {
    Network network = models.get("googlenet_paper");
    return Answer.number(
        account(network).depth(),
        "on the longest path; all branches together have %d convolutions and %d linear layer",
        Counts.convolutions(network).size(),
        linears(network).size());
  }

  private static Answer fiveMillion(Models models) {
    long parameters = models.get("googlenet_paper").parameterCount();
    long head = account(models.get("googlenet_paper")).total(FULLY_CONNECTED, Row::parameters);
    long alexNet = models.get("alexnet_paper").parameterCount();
    return Answer.number(
        parameters,
        "without auxiliary classifiers; %s without the linear layer as well; 5 million is what the"
            + " paper's \"12x fewer\" than AlexNet (Szegedy et al. 2014, section 1) gives, %s / 12 ="
            + " %s",
        n(parameters - head),
        n(alexNet),
        n(alexNet / 12));
  }

  private static Answer thirteenMillion(Models models) {
    long parameters = models.get("googlenet_paper").parameterCount();
    long training = models.training("googlenet_paper_aux").parameterCount();
    long vgg = models.get("vgg16").parameterCount();
    return Answer.number(
        parameters,
        "the network itself, %s times fewer than VGG-16; 13 million counts both auxiliary"
            + " classifiers: %s, %s times fewer than VGG-16",
        ratio((double) vgg / parameters),
        n(training),
        ratio((double) vgg / training));
  }

  private static Answer twelfth(Models models) {
    long parameters = models.get("googlenet_paper").parameterCount();
    long alexNet = models.get("alexnet_paper").parameterCount();
    return Answer.number(
        (double) alexNet / parameters,
        "AlexNet %s, GoogLeNet %s; twelve is the paper's own word (Szegedy et al. 2014, section 1)",
        n(alexNet),
        n(parameters));
  }
}
