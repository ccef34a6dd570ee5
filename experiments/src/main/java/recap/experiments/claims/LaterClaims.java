package recap.experiments.claims;

import static java.util.Map.entry;
import static recap.experiments.claims.Counts.billions;
import static recap.experiments.claims.Counts.n;
import static recap.experiments.claims.Counts.ratio;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import recap.nn.Conv2d;
import recap.nn.Network;
import recap.nn.Node;

/** ZFNet, ResNeXt, SqueezeNet, and all of the lecture's networks in one chart. */
final class LaterClaims {
  static final Map<String, Function<Models, Answer>> COMPUTATIONS =
      Map.ofEntries(
          entry("zfnet-bigger", LaterClaims::zfNet),
          entry("resnext-c24", models -> groupWidth(64, 4)),
          entry("resnext-c4", models -> groupWidth(64, 32)),
          entry("squeezenet-50x", LaterClaims::squeezeNet),
          entry("complexity-chart", LaterClaims::chart));

  private LaterClaims() {}

  private static Answer zfNet(Models models) {
    Network zfNet = models.get("zfnet_512_1024_512");
    Network figure3 = models.get("zfnet");
    Network alexNet = models.get("alexnet_ungrouped");
    Network grouped = models.get("alexnet_paper");
    boolean bigger =
        zfNet.parameterCount() > alexNet.parameterCount() && zfNet.macs() > alexNet.macs();
    return new Answer.Text(
        bigger ? "ZFNet>AlexNet" : "ZFNet<AlexNet",
        "ZFNet with 512, 1024 and 512 channels %s parameters and %s multiply-accumulates, AlexNet"
                .formatted(n(zfNet.parameterCount()), billions(zfNet.macs()))
            + " without groups %s and %s, with the paper's two %s and %s; ZFNet as in the paper's figure"
                .formatted(
                    n(alexNet.parameterCount()),
                    billions(alexNet.macs()),
                    n(grouped.parameterCount()),
                    billions(grouped.macs()))
            + " 3 %s and %s, so %s than without groups and %s than with two"
                .formatted(
                    n(figure3.parameterCount()),
                    billions(figure3.macs()),
                    parametersMore(figure3, alexNet),
                    parametersMore(figure3, grouped)));
  }

  /** {@code 20,736 parameters fewer}: of a network against another. */
  private static String parametersMore(Network network, Network other) {
    long difference = network.parameterCount() - other.parameterCount();
    return n(Math.abs(difference)) + (difference < 0 ? " parameters fewer" : " parameters more");
  }

  /** 4C to G groups of c and back: a bottleneck where there is one group and c = C. */
  private static long bottleneck(int channels, int groups, int width) {
    Node x = Node.input(4 * channels, 14, 14);
    x = x.then(Conv2d.of(groups * width, 1).noBias());
    x = x.then(Conv2d.of(groups * width, 3).padding(1).groups(groups).noBias());
    return Network.of("block", x.then(Conv2d.of(4 * channels, 1).noBias())).macs();
  }

  private static Answer groupWidth(int channels, int groups) {
    long plain = bottleneck(channels, 1, channels);
    int width =
        IntStream.rangeClosed(1, channels)
            .boxed()
            .min(Comparator.comparingLong(c -> Math.abs(bottleneck(channels, groups, c) - plain)))
            .orElseThrow();
    double root = root(channels, groups);
    return Answer.number(
        width,
        "the equation's root is %s; on 14x14 %d groups of %d channels take %s multiply-accumulates, the"
            + " bottleneck %s",
        ratio(root),
        groups,
        width,
        n(bottleneck(channels, groups, width)),
        n(plain));
  }

  /** The positive c of 9 G c^2 + 8 G C c - 17 C^2 = 0. */
  private static double root(double channels, double groups) {
    double a = 9 * groups;
    double b = 8 * groups * channels;
    double c = -17 * channels * channels;
    return (-b + Math.sqrt(b * b - 4 * a * c)) / (2 * a);
  }

  private static Answer squeezeNet(Models models) {
    long alexNet = models.get("alexnet_paper").parameterCount();
    long squeezeNet = models.get("squeezenet1_0").parameterCount();
    return Answer.number(
        (double) alexNet / squeezeNet, "AlexNet %s, SqueezeNet 1.0 %s", n(alexNet), n(squeezeNet));
  }

  private record Point(String name, PublishedAccuracy accuracy, long macs, long parameters) {
    double top1() {
      return accuracy.top1();
    }
  }

  /** The statements that the lecture reads off its chart, one by one. */
  private static Answer chart(Models models) {
    var points = new ArrayList<Point>();
    for (String name :
        List.of(
            "alexnet",
            "vgg16",
            "vgg19",
            "googlenet",
            "resnet18",
            "resnet34",
            "resnet50",
            "resnet101",
            "resnet152",
            "inception_v4")) {
      Network network = models.get(name);
      points.add(
          new Point(
              name,
              PublishedAccuracy.of(name).orElseThrow(),
              network.macs(),
              network.parameterCount()));
    }
    Point alexNet = named(points, "alexnet");
    Point resNet50 = named(points, "resnet50");
    Point vgg19 = named(points, "vgg19");
    List<Point> others = points.stream().filter(point -> point != alexNet).toList();
    boolean between = resNet50.macs() > alexNet.macs() && resNet50.macs() < vgg19.macs();
    var readings =
        List.of(
            new Reading("alexnet", least(points, Point::macs), "fewest operations"),
            new Reading("alexnet", least(points, Point::top1), "lowest accuracy"),
            new Reading(
                "alexnet",
                alexNet.parameters() > resNet50.parameters() ? "alexnet" : "resnet50",
                "more parameters than ResNet-50"),
            new Reading("vgg19", most(points, Point::macs), "most operations"),
            new Reading(
                "vgg19",
                most(points, Point::parameters),
                "most memory, which in the chart is that of parameters"),
            new Reading("googlenet", least(points, Point::parameters), "fewest parameters"),
            new Reading("googlenet", least(others, Point::macs), "fewest operations but one"),
            new Reading(
                "resnet50",
                between ? "resnet50" : "another",
                "operations between AlexNet's and VGG's"),
            new Reading("inception_v4", most(points, Point::top1), "highest accuracy"));
    boolean holds = readings.stream().allMatch(Reading::holds);
    return new Answer.Statement(
        holds,
        holds ? "chart" : "another chart",
        "among "
            + points.stream().map(Point::name).collect(Collectors.joining(", "))
            + ": "
            + readings.stream().map(Reading::text).collect(Collectors.joining("; "))
            + "; accuracy as published: "
            + sources(points));
  }

  /** Where the first one's accuracy is from, and those that are from elsewhere. */
  private static String sources(List<Point> points) {
    String common = points.get(0).accuracy().source();
    return common
        + points.stream()
            .filter(point -> !point.accuracy().source().equals(common))
            .map(point -> "; of %s: %s".formatted(point.name(), point.accuracy().source()))
            .collect(Collectors.joining());
  }

  /**
   * What the lecture reads off its chart.
   *
   * @param expected the network that is to have a property
   * @param found the one that has it
   */
  private record Reading(String expected, String found, String property) {
    boolean holds() {
      return found.equals(expected);
    }

    String text() {
      return (holds() ? expected : "%s, not %s".formatted(found, expected)) + ": " + property;
    }
  }

  private static Point named(List<Point> points, String name) {
    return points.stream().filter(point -> point.name().equals(name)).findFirst().orElseThrow();
  }

  private static String least(List<Point> points, ToDoubleFunction<Point> quantity) {
    return points.stream().min(Comparator.comparingDouble(quantity)).orElseThrow().name();
  }

  private static String most(List<Point> points, ToDoubleFunction<Point> quantity) {
    return points.stream().max(Comparator.comparingDouble(quantity)).orElseThrow().name();
  }
}
