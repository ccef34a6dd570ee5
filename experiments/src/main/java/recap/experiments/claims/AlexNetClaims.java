package recap.experiments.claims;

import static java.util.Map.entry;
import static recap.account.LayerKind.CONVOLUTION;
import static recap.account.LayerKind.FULLY_CONNECTED;
import static recap.account.LayerKind.OTHER;
import static recap.experiments.claims.Counts.account;
import static recap.experiments.claims.Counts.all;
import static recap.experiments.claims.Counts.convolutions;
import static recap.experiments.claims.Counts.first;
import static recap.experiments.claims.Counts.hwc;
import static recap.experiments.claims.Counts.linears;
import static recap.experiments.claims.Counts.millions;
import static recap.experiments.claims.Counts.n;
import static recap.experiments.claims.Counts.percent;
import static recap.experiments.claims.Counts.ratio;
import static recap.experiments.claims.Counts.row;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import recap.account.Account;
import recap.account.Row;
import recap.nn.Conv2d;
import recap.nn.LocalResponseNorm;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Window;

/** AlexNet as the paper has it, and the totals of its forms. */
final class AlexNetClaims {
  static final Map<String, Function<Models, Answer>> COMPUTATIONS =
      Map.ofEntries(
          entry("alexnet-conv1-output", AlexNetClaims::conv1Output),
          entry("alexnet-conv1-parameters", AlexNetClaims::conv1Parameters),
          entry("alexnet-input-227", AlexNetClaims::input),
          entry("alexnet-pool1-output", AlexNetClaims::pool1Output),
          entry("alexnet-pool1-parameters", AlexNetClaims::pool1Parameters),
          entry("alexnet-memory-early", AlexNetClaims::memory),
          entry(
              "alexnet-parameters-fc",
              m -> shares(m, "fc", "conv", Row::parameters, "parameters", "")),
          entry(
              "alexnet-flops-conv",
              m -> shares(m, "conv", "fc", Row::operations, "operations", "")),
          entry("alexnet-layers", AlexNetClaims::layers),
          entry("alexnet-neurons", AlexNetClaims::neurons),
          entry("alexnet-parameters", AlexNetClaims::parameters),
          entry("alexnet-parameters-60m", AlexNetClaims::parametersOfThePaper),
          entry("alexnet-operations", AlexNetClaims::operations),
          entry("alexnet-two-towers", AlexNetClaims::towers));

  /** Places along a side of the first layer's maps in the paper's figure 2. */
  private static final int FIGURE_2 = 55;

  private AlexNetClaims() {}

  private static Network paper(Models models) {
    return models.get("alexnet_paper");
  }

  private static Answer conv1Output(Models models) {
    Node conv1 = first(paper(models), Conv2d.class);
    Window window = ((Conv2d) conv1.op()).window();
    String evidence =
        "(%d - %d) / %d + 1 = %d; the note's divisor 44 is a slip of the pen for %3$d"
            .formatted(
                conv1.input().shape().height(),
                window.kernel().height(),
                window.stride().height(),
                conv1.shape().height());
    return new Answer.Text(hwc(conv1.shape()), evidence);
  }

  private static Answer conv1Parameters(Models models) {
    Network network = paper(models);
    Node conv1 = first(network, Conv2d.class);
    return Answer.number(
        row(network, conv1).parameters(),
        "(%s x %d + 1) x %d",
        ((Conv2d) conv1.op()).window().kernel(),
        conv1.input().shape().channels(),
        conv1.shape().channels());
  }

  /** The input sizes near the paper's of which the first layer makes the maps of its figure 2. */
  private static Answer input(Models models) {
    Node conv1 = first(paper(models), Conv2d.class);
    Window window = ((Conv2d) conv1.op()).window();
    int kernel = window.kernel().height();
    int stride = window.stride().height();
    List<Integer> sizes =
        IntStream.rangeClosed(200, 250)
            .filter(size -> (size - kernel) % stride == 0)
            .filter(size -> (size - kernel) / stride + 1 == FIGURE_2)
            .boxed()
            .toList();
    return Answer.numbers(
        sizes,
        "of 200 to 250 only this size gives the %dx%<d maps of the paper's figure 2 without a rest; 224"
            + " gives (224 - %d) / %d + 1 = %s",
        FIGURE_2,
        kernel,
        stride,
        ratio((224.0 - kernel) / stride + 1));
  }

  private static Answer pool1Output(Models models) {
    Node pool = first(paper(models), MaxPool.class);
    return new Answer.Text(
        hwc(pool.shape()), "a %s pool over %s".formatted(window(pool), hwc(pool.input().shape())));
  }

  private static String window(Node pool) {
    return pool.op().window(pool.inputShapes()).orElseThrow().toString();
  }

  private static Answer pool1Parameters(Models models) {
    Network network = paper(models);
    Node pool = first(network, MaxPool.class);
    return Answer.number(
        row(network, pool).parameters(), "a pool owns %d tensors", pool.parameters().size());
  }

  /**
   * Everything else is mostly ReLUs, whose outputs can take their inputs' place: so also the share
   * of what lecture notes list, layers with weights and pools.
   */
  private static Answer memory(Models models) {
    Account account = account(models.get("alexnet"));
    long convolutions = account.total(CONVOLUTION, Row::activationBytes);
    long linears = account.total(FULLY_CONNECTED, Row::activationBytes);
    long pools =
        account.rows().stream()
            .filter(row -> row.kind().equals("MaxPool"))
            .mapToLong(Row::activationBytes)
            .sum();
    String listed =
        "; of what convolutions, pools and linear layers give out, convolutions "
            + percent((double) convolutions / (convolutions + pools + linears));
    return shares(models, "conv", "fc", Row::activationBytes, "bytes", listed);
  }

  private static Answer shares(
      Models models,
      String left,
      String right,
      ToLongFunction<Row> quantity,
      String unit,
      String more) {
    Account account = account(models.get("alexnet"));
    double conv = account.share(CONVOLUTION, quantity);
    double fc = account.share(FULLY_CONNECTED, quantity);
    return Answer.order(
        left,
        left.equals("conv") ? conv : fc,
        right,
        right.equals("conv") ? conv : fc,
        "convolutions %s, linear layers %s, everything else %s of %s %s, one tower on %s%s",
        percent(conv),
        percent(fc),
        percent(account.share(OTHER, quantity)),
        n(account.total(quantity)),
        unit,
        hwc(account.network().input().shape()),
        more);
  }

  private static Answer layers(Models models) {
    Network network = paper(models);
    int convolutions = convolutions(network).size();
    int linears = linears(network).size();
    return Answer.numbers(
        List.of(
            convolutions,
            all(network, MaxPool.class).size(),
            all(network, LocalResponseNorm.class).size(),
            linears),
        "%d of them have weights",
        convolutions + linears);
  }

  private static Answer neurons(Models models) {
    Network network = paper(models);
    return Answer.number(
        account(network).neurons(),
        "outputs of the layers with weights, %s of them in the first",
        n(convolutions(network).get(0).shape().elements()));
  }

  private static Answer parameters(Models models) {
    long ungrouped = models.get("alexnet_ungrouped").parameterCount();
    return Answer.number(
        ungrouped,
        "without groups %s; with the paper's two groups %s; torchvision's one tower %s",
        n(ungrouped),
        n(paper(models).parameterCount()),
        n(models.get("alexnet").parameterCount()));
  }

  private static Answer parametersOfThePaper(Models models) {
    long grouped = paper(models).parameterCount();
    return Answer.number(grouped, "with the paper's two groups %s", n(grouped));
  }

  private static Answer operations(Models models) {
    Account grouped = account(paper(models));
    long convolutions = grouped.total(CONVOLUTION, Row::macs);
    double claimed = Double.parseDouble(Claims.of("alexnet-operations").claimed());
    return Answer.number(
        grouped.macs(),
        "multiply-accumulates with the paper's two groups %s, of which convolutions %s, %.1f %% above"
            + " what is claimed; without groups %s; torchvision's one tower %s; what is claimed is"
            + " the number of connections in the authors' slides on ILSVRC-2012",
        millions(grouped.macs()),
        millions(convolutions),
        100 * (convolutions / claimed - 1),
        millions(models.get("alexnet_ungrouped").macs()),
        millions(models.get("alexnet").macs()));
  }

  private static Answer towers(Models models) {
    List<Node> convolutions = convolutions(paper(models));
    List<Integer> groups =
        convolutions.stream().map(node -> ((Conv2d) node.op()).groups()).toList();
    int towers = groups.stream().mapToInt(Integer::intValue).max().orElseThrow();
    return Answer.number(
        (double) convolutions.get(0).shape().channels() / towers,
        "%d maps on %d GPUs; groups of the five convolutions %s",
        convolutions.get(0).shape().channels(),
        towers,
        groups);
  }
}
