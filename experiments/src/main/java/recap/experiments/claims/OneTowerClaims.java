package recap.experiments.claims;

import static java.util.Map.entry;
import static recap.experiments.claims.Counts.first;
import static recap.experiments.claims.Counts.linears;
import static recap.experiments.claims.Counts.n;
import static recap.experiments.claims.Counts.row;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import recap.account.Row;
import recap.nn.Conv2d;
import recap.nn.Flatten;
import recap.nn.Linear;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.Shape;

/** The one-tower AlexNet of the lecture's worked example: 227x227, 64 filters in front. */
final class OneTowerClaims {
  private static final Shape INPUT = Shape.image(3, 227, 227);
  private static final double KIB = 1024;

  static final Map<String, Function<Models, Answer>> COMPUTATIONS =
      Map.ofEntries(
          entry("alexnet64-conv1-output", conv1(OneTowerClaims::output)),
          entry("alexnet64-conv1-elements", conv1(OneTowerClaims::elements)),
          entry("alexnet64-conv1-memory", conv1(OneTowerClaims::memory)),
          entry("alexnet64-conv1-parameters", conv1(OneTowerClaims::parameters)),
          entry("alexnet64-conv1-flops", conv1(OneTowerClaims::macs)),
          entry("alexnet64-pool1-output", pool1(OneTowerClaims::output)),
          entry("alexnet64-pool1-memory", pool1(OneTowerClaims::memory)),
          entry("alexnet64-pool1-flops", pool1(OneTowerClaims::operations)),
          entry("alexnet64-flatten", OneTowerClaims::flatten),
          entry("alexnet64-fc6-flops", OneTowerClaims::fc6));

  private OneTowerClaims() {}

  private static Network network(Models models) {
    return models.get("alexnet", INPUT);
  }

  private static Function<Models, Answer> conv1(BiFunction<Node, Row, Answer> question) {
    return models -> ask(network(models), Conv2d.class, question);
  }

  private static Function<Models, Answer> pool1(BiFunction<Node, Row, Answer> question) {
    return models -> ask(network(models), MaxPool.class, question);
  }

  private static Answer ask(
      Network network, Class<? extends Op> kind, BiFunction<Node, Row, Answer> question) {
    Node node = first(network, kind);
    return question.apply(node, row(network, node));
  }

  private static Answer output(Node node, Row row) {
    var window = node.op().window(node.inputShapes()).orElseThrow();
    return new Answer.Text(
        node.shape().toString(), "%s over %s".formatted(window, node.input().shape()));
  }

  private static Answer elements(Node node, Row row) {
    return Answer.number(node.shape().elements(), "all values of %s", node.shape());
  }

  private static Answer memory(Node node, Row row) {
    return Answer.number(
        row.activationBytes() / KIB,
        "%s values, %s bytes",
        n(node.shape().elements()),
        n(row.activationBytes()));
  }

  private static Answer parameters(Node node, Row row) {
    return Answer.number(
        row.parameters(),
        "%s weights and %s biases",
        n(Counts.weights(node)),
        n(row.parameters() - Counts.weights(node)));
  }

  private static Answer macs(Node node, Row row) {
    return Answer.number(
        row.macs(),
        "%s outputs, each a sum of %s products",
        n(node.shape().elements()),
        n(row.macs() / node.shape().elements()));
  }

  private static Answer operations(Node node, Row row) {
    return Answer.number(
        row.operations(),
        "%s outputs, each the largest of %s values",
        n(node.shape().elements()),
        n(row.operations() / node.shape().elements()));
  }

  private static Answer flatten(Models models) {
    Node flatten = first(network(models), Flatten.class);
    return Answer.number(flatten.shape().elements(), "%s in one vector", flatten.input().shape());
  }

  private static Answer fc6(Models models) {
    Network network = network(models);
    Node fc6 = linears(network).get(0);
    return Answer.number(
        row(network, fc6).macs(),
        "%s inputs to each of %s units",
        n(fc6.input().shape().elements()),
        n(((Linear) fc6.op()).outFeatures()));
  }
}
