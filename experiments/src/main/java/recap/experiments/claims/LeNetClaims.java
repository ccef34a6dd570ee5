package recap.experiments.claims;

import static java.util.Map.entry;
import static recap.experiments.claims.Counts.all;
import static recap.experiments.claims.Counts.convolutions;
import static recap.experiments.claims.Counts.first;
import static recap.experiments.claims.Counts.linears;
import static recap.experiments.claims.Counts.n;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import recap.nn.AvgPool;
import recap.nn.Flatten;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;
import recap.nn.Tanh;
import recap.nn.Window;

/** LeNet-5 and what a convolution does to sizes. */
final class LeNetClaims {
  static final Map<String, Function<Models, Answer>> COMPUTATIONS =
      Map.ofEntries(
          entry("lenet-flatten", LeNetClaims::flatten),
          entry("lenet-head", LeNetClaims::head),
          entry("lenet-weight-layers", LeNetClaims::weightLayers),
          entry("conv-output-size", models -> outputSize()));

  private LeNetClaims() {}

  private static Answer flatten(Models models) {
    Node flatten = first(models.get("lenet5_lecture"), Flatten.class);
    return Answer.number(
        flatten.shape().elements(), "%s becomes %s", flatten.input().shape(), flatten.shape());
  }

  private static Answer head(Models models) {
    Network network = models.get("lenet5_lecture");
    List<Integer> units =
        linears(network).stream().map(node -> ((Linear) node.op()).outFeatures()).toList();
    return Answer.numbers(
        units,
        "linear layers of %s units; the whole network has %s parameters, the form of 1998 with all of its"
            + " second convolution joined %s",
        units,
        n(network.parameterCount()),
        n(models.get("lenet5").parameterCount()));
  }

  private static Answer weightLayers(Models models) {
    Network network = models.get("lenet5");
    List<Integer> filters =
        convolutions(network).stream().map(node -> node.shape().channels()).toList();
    int linears = linears(network).size();
    return Answer.number(
        filters.size() + linears,
        "convolutions of %s filters and %d linear layers, with %d average pools and %d tanh",
        filters,
        linears,
        all(network, AvgPool.class).size(),
        all(network, Tanh.class).size());
  }

  /** Slides a kernel along a padded row and counts the places, beside the formula. */
  private static Answer outputSize() {
    int cases = 0;
    int wrong = 0;
    for (int in = 1; in <= 24; in++) {
      for (int kernel = 1; kernel <= 7; kernel++) {
        for (int stride = 1; stride <= 4; stride++) {
          for (int padding = 0; padding <= 3; padding++) {
            if (in + 2 * padding < kernel) {
              continue;
            }
            int places = 0;
            for (int at = -padding; at + kernel <= in + padding; at += stride) {
              places++;
            }
            var window = Window.of(kernel).stride(stride).padding(padding);
            int library = window.output("conv-output-size", Shape.image(1, in, in)).height();
            int formula = (in - kernel + 2 * padding) / stride + 1;
            cases++;
            wrong += places == formula && library == formula ? 0 : 1;
          }
        }
      }
    }
    return new Answer.Statement(
        wrong == 0,
        wrong == 0 ? "formula" : "another formula",
        "counting places for %s combinations of input, kernel, stride and padding: %d differ"
            .formatted(n(cases), wrong));
  }
}
