package recap.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import recap.nn.Add;
import recap.nn.BatchNorm;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.DropPath;
import recap.nn.Dropout;
import recap.nn.Flatten;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.PaddedShortcut;
import recap.nn.ReLU;
import recap.nn.Scale;
import recap.nn.ScaleChannels;
import recap.nn.Shape;
import recap.nn.Sigmoid;
import recap.nn.Tanh;

/** Networks of a few layers, one for each way in which layers share a tensor or a pass. */
final class SmallNetworks {
  static final Shape IMAGE = Shape.image(16, 4, 4);

  private SmallNetworks() {}

  /** By what is particular about them. */
  static Map<String, Network> all() {
    var all = new LinkedHashMap<String, Network>();
    Node x = Node.input(IMAGE);
    Node a = x.then("a", conv(16));
    all.put("one tensor, three readers", threeReaders(a));
    all.put("x + x", Network.of("n", join(new Add(), a, a).then("b", conv(16))));
    all.put("x + x + x, tanh", Network.of("n", join(new Add(), a, a, a).then(new Tanh())));
    all.put("identity of the input", Network.of("n", join(new Add(), x, a).then(new ReLU())));
    all.put("conv, norm, relu", Network.of("n", normalised(x, "c", conv(16)).then(new ReLU())));
    all.put("conv with bias, norm", Network.of("n", normalised(x, "c", Conv2d.of(20, 3))));
    all.put("grouped conv, norm", Network.of("n", normalised(x, "c", conv(32).groups(4))));
    all.put("residual identity", Network.of("n", residual(a, a, 16, 1)));
    all.put("residual projection", Network.of("n", residual(a, projection(a), 32, 2)));
    Node padded = a.then("pad", new PaddedShortcut(32, 2));
    all.put("residual padded", Network.of("n", residual(a, padded, 32, 2)));
    all.put("residual, shortcut first", Network.of("n", shortcutFirst(a)));
    all.put("sigmoid of a padded shortcut", Network.of("n", padded.then(new Sigmoid())));
    all.put("three blocks", Network.of("n", classified(blocks(a))));
    all.put("dense block", Network.of("n", classified(dense(a))));
    all.put("squeeze and excitation", Network.of("n", squeezeAndExcite(a)));
    all.put("java layer inside", Network.of("n", a.then(new Swish()).then("b", conv(16))));
    all.put("nothing learned at first", Network.of("n", perceptron(x)));
    all.put("gate of the input", Network.of("n", gatedByInput(x, a)));
    all.put(
        "no pooling before the classifier",
        Network.of("n", a.then(new Flatten()).then("f", Linear.of(5))));
    Node means = a.then(new GlobalAvgPool());
    all.put(
        "joined features",
        Network.of("n", Node.join(new Concat(), means, means.then("f", Linear.of(5)))));
    putReadersBesideAnAlias(all, x, a);
    putSeveralOutputs(all, x, a);
    return all;
  }

  /** Layers whose gradient may be the very tensor that another reader still needs. */
  private static void putReadersBesideAnAlias(Map<String, Network> all, Node x, Node a) {
    Node dropped = branch(a, 16, 1).then(new DropPath(0.5f));
    all.put("residual with drop-path", Network.of("n", join(new Add(), dropped, a)));
    Node scaled = branch(a, 16, 1).then(new Scale(0.5f));
    all.put("residual with scale", Network.of("n", join(new Add(), scaled, a)));
    Node half = a.then(new Tanh()).then(new Dropout(0.5f));
    all.put(
        "dropout beside another reader",
        Network.of("n", join(new Add(), a.then("b", conv(16)), half)));
    Node pixel = x.then("p", Conv2d.of(16, 4).noBias()).then(new Tanh()).then(new Flatten());
    Node linear = x.then(new GlobalAvgPool()).then("f", Linear.of(16));
    all.put(
        "sum of a linear layer and a flattened pixel",
        Network.of("n", join(new Add(), linear, pixel)));
  }

  private static void putSeveralOutputs(Map<String, Network> all, Node x, Node a) {
    all.put("auxiliary classifiers", auxiliaryClassifiers());
    Node curved = a.then(new Tanh());
    Node b = curved.then(new Scale(2)).then("b", conv(16));
    all.put("an output that is read on", Network.of("n", b, curved));
    all.put("an output listed twice", Network.of("n", b, b));
    all.put("an output that is the input", Network.of("n", b, x));
  }

  /** Three outputs of four scores each. */
  static Network auxiliaryClassifiers() {
    Node a = Node.input(IMAGE).then("a", conv(16));
    Node b = a.then("b", conv(16)).then(new Tanh());
    Node c = b.then("c", conv(16));
    return Network.of("n", classified(c, "fc"), classified(a, "aux1"), classified(b, "aux2"));
  }

  /** Whether training draws masks. */
  static boolean random(Network network) {
    return network.nodes().stream()
        .anyMatch(node -> node.op() instanceof Dropout || node.op() instanceof DropPath);
  }

  private static Conv2d conv(int channels) {
    return Conv2d.of(channels, 3).padding(1).noBias();
  }

  private static Node join(Add add, Node... inputs) {
    return Node.join(add, inputs);
  }

  private static Node normalised(Node x, String name, Conv2d conv) {
    return x.then(name, conv).then(name + ".bn", new BatchNorm());
  }

  private static Network threeReaders(Node a) {
    return Network.of(
        "n",
        Node.join(new Add(), a.then("b", conv(16)), a.then(new Tanh()), a.then("c", conv(16))));
  }

  private static Node branch(Node x, int channels, int stride) {
    Node y = normalised(x, "r1", conv(channels).stride(stride)).then(new ReLU());
    return normalised(y, "r2", conv(channels));
  }

  private static Node residual(Node x, Node shortcut, int channels, int stride) {
    return Node.join(new Add(), branch(x, channels, stride), shortcut).then(new ReLU());
  }

  private static Node projection(Node x) {
    return normalised(x, "down", Conv2d.of(32, 1).stride(2).noBias());
  }

  /** The shortcut's tensor is the first that the addition could overwrite, and must not be. */
  private static Node shortcutFirst(Node a) {
    return Node.join(new Add(), a.then("pad", new PaddedShortcut(32, 2)), branch(a, 32, 2))
        .then(new ReLU());
  }

  private static Node blocks(Node x) {
    for (int i = 0; i < 3; i++) {
      Node y = normalised(x, "b" + i + ".1", conv(16)).then(new ReLU());
      x = Node.join(new Add(), normalised(y, "b" + i + ".2", conv(16)), x).then(new ReLU());
    }
    return x;
  }

  private static Node dense(Node x) {
    for (int i = 0; i < 3; i++) {
      Node y = x.then("bn" + i, new BatchNorm()).then(new ReLU()).then("d" + i, conv(12));
      x = Node.join(new Concat(), x, y);
    }
    return x.then(MaxPool.of(2, 2));
  }

  private static Node classified(Node x) {
    return classified(x, "fc");
  }

  private static Node classified(Node x, String name) {
    return x.then(new GlobalAvgPool()).then(name, Linear.of(4));
  }

  private static Node squeezeAndExcite(Node x) {
    Node gate = x.then(new GlobalAvgPool()).then("down", Linear.of(4)).then(new ReLU());
    gate = gate.then("up", Linear.of(16)).then(new Sigmoid());
    return Node.join(new Add(), Node.join(new ScaleChannels(), x, gate), x);
  }

  /** Two linear layers, before the first of which nothing learns. */
  private static Node perceptron(Node x) {
    Node features = x.then(new Swish()).then(MaxPool.of(2, 2)).then(new Flatten());
    return features.then("hidden", Linear.of(6)).then(new ReLU()).then("out", Linear.of(4));
  }

  /** Only the image has learned; another of its readers has a gate that learns. */
  private static Node gatedByInput(Node x, Node image) {
    Node pixel = x.then(new GlobalAvgPool()).then(new Sigmoid());
    Node learned = x.then(new GlobalAvgPool()).then("gate", Linear.of(16)).then(new Sigmoid());
    return Node.join(
        new Add(),
        Node.join(new ScaleChannels(), image, pixel),
        Node.join(new ScaleChannels(), x, learned));
  }
}
