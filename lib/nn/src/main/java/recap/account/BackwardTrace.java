package recap.account;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import recap.account.ForwardTrace.Done;
import recap.account.StepTrace.Form;
import recap.account.StepTrace.Tensor;
import recap.nn.Activation;
import recap.nn.Add;
import recap.nn.AvgPool;
import recap.nn.BatchNorm;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.DropPath;
import recap.nn.Dropout;
import recap.nn.Extent;
import recap.nn.Flatten;
import recap.nn.GlobalAvgPool;
import recap.nn.JavaLayer;
import recap.nn.Linear;
import recap.nn.LocalResponseNorm;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.PaddedShortcut;
import recap.nn.Param;
import recap.nn.Scale;
import recap.nn.ScaleChannels;
import recap.nn.Shape;
import recap.nn.Window;

/**
 * The backward pass of a training step as calls on tensors, by these rules:
 *
 * <ul>
 *   <li>each layer reads the gradient of its output and what {@link Op#saves} names, and writes the
 *       gradient of its input;
 *   <li>only the output of what learns, or of what computes from it, gets a gradient: the network's
 *       input and the layers up to the first with parameters have no backward pass;
 *   <li>activations, batch norm, masks and scales write over the gradient that they read, unless
 *       another branch still reads it;
 *   <li>an addition hands one gradient to all of its branches;
 *   <li>a tensor that several layers read gets the sum of their gradients, added into one that may
 *       be overwritten; a padded shortcut adds its pixels in last.
 * </ul>
 */
final class BackwardTrace {
  /**
   * The gradient of a node's output.
   *
   * @param tensor in the network's layout
   * @param owned whether whoever receives it may overwrite it
   */
  private record Gradient(Tensor tensor, boolean owned) {}

  private final StepTrace trace;
  private final Set<Node> wanted = new HashSet<>();
  private final Map<Node, Gradient> sums = new HashMap<>();
  private final Map<Node, List<Tensor>> late = new HashMap<>();

  BackwardTrace(StepTrace trace) {
    this.trace = trace;
  }

  /** Writes the pass down behind the forward pass {@code done}. */
  void write(Network network, List<Done> done) {
    for (Node node : network.nodes()) {
      if (node.parameters().stream().anyMatch(Param::learned)
          || node.inputs().stream().anyMatch(wanted::contains)) {
        wanted.add(node);
      }
    }
    for (Node output : network.outputs()) {
      Tensor seed = trace.elsewhere(output.shape(), Form.EXTERNAL);
      trace.call(seed); // the loss, which writes it
      Tensor dy = trace.as(seed, Form.NETWORK);
      add(output, dy, dy.buffer() != seed.buffer());
    }
    for (int i = done.size() - 1; i >= 0; i--) {
      Node last = done.get(i).group().last();
      if (wanted.contains(last)) {
        backward(done.get(i), total(last));
      }
    }
  }

  private void add(Node node, Tensor dx, boolean owned) {
    if (!wanted.contains(node)) {
      return;
    }
    Gradient before = sums.get(node);
    if (before == null) {
      sums.put(node, new Gradient(dx, owned));
      return;
    }
    Tensor target =
        before.owned() ? before.tensor() : owned ? dx : trace.tensor(node.shape(), dx.form());
    trace.call(before.tensor(), dx, target);
    sums.put(node, new Gradient(target, true));
  }

  private Gradient total(Node node) {
    Gradient sum = sums.remove(node);
    List<Tensor> pixels = late.remove(node);
    if (pixels == null) {
      return sum;
    }
    if (sum == null || !sum.owned()) {
      Tensor target = trace.tensor(node.shape());
      trace.call(sum == null ? null : sum.tensor(), target);
      sum = new Gradient(target, true);
    }
    for (Tensor part : pixels) {
      trace.call(part, sum.tensor());
    }
    return sum;
  }

  private void backward(Done done, Gradient dy) {
    Node node = done.group().layer();
    Op op = node.op();
    if (done.group().activation() != null && !(op instanceof BatchNorm)) {
      dy = elementwise(dy, done.output());
    }
    if (op instanceof Add) {
      for (Node input : node.inputs()) {
        add(input, dy.tensor(), false);
      }
    } else if (op instanceof Conv2d || op instanceof Linear) {
      trace.call(done.inputs().get(0), dy.tensor());
      if (wanted.contains(node.input())) {
        add(node.input(), produce(node.input().shape(), dy.tensor()), true);
      }
    } else if (op instanceof BatchNorm) {
      add(node.input(), elementwise(dy, done.inputs().get(0), done.kept()).tensor(), true);
    } else if (op instanceof Activation) {
      add(node.input(), elementwise(dy, done.output()).tensor(), true);
    } else if (op instanceof Scale) {
      add(node.input(), elementwise(dy).tensor(), true);
    } else if (op instanceof Dropout || op instanceof DropPath) {
      Gradient dx = done.kept() == null ? dy : elementwise(dy, done.kept());
      add(node.input(), dx.tensor(), dx.owned());
    } else if (op instanceof Flatten) {
      Tensor dx = trace.image(dy.tensor(), node.input().shape());
      add(node.input(), dx, dy.owned() || dx.buffer() != dy.tensor().buffer());
    } else if (op instanceof GlobalAvgPool) {
      Tensor pixel = trace.image(dy.tensor(), Shape.image(node.input().shape().channels(), 1, 1));
      add(node.input(), produce(node.input().shape(), pixel), true);
    } else if (op instanceof Concat) {
      for (Node input : node.inputs()) {
        if (wanted.contains(input)) {
          add(input, produce(input.shape(), dy.tensor()), true);
        }
      }
    } else if (op instanceof ScaleChannels) {
      scaleChannels(done, dy.tensor());
    } else if (op instanceof JavaLayer) {
      Tensor source = trace.as(dy.tensor(), Form.EXTERNAL);
      Tensor target = trace.tensor(node.input().shape(), Form.EXTERNAL);
      trace.call(source, target);
      add(node.input(), trace.as(target, Form.NETWORK), true);
    } else if (op instanceof PaddedShortcut) {
      shortcut(node, dy.tensor());
    } else if (op.window(node.inputShapes()).isPresent() || op instanceof LocalResponseNorm) {
      neighbourhood(done, dy.tensor());
    } else {
      throw ForwardTrace.withoutRule(node);
    }
  }

  /** dx over dy where that is allowed, computed from {@code read}. */
  private Gradient elementwise(Gradient dy, Tensor... read) {
    Tensor dx = dy.owned() ? dy.tensor() : trace.tensor(dy.tensor().shape());
    var touched = new ArrayList<>(Arrays.asList(read));
    touched.add(dy.tensor());
    touched.add(dx);
    trace.call(touched.toArray(new Tensor[0]));
    return new Gradient(dx, true);
  }

  /** A new gradient of {@code shape}, computed from {@code read}. */
  private Tensor produce(Shape shape, Tensor... read) {
    Tensor dx = trace.tensor(shape);
    var touched = new ArrayList<>(Arrays.asList(read));
    touched.add(dx);
    trace.call(touched.toArray(new Tensor[0]));
    return dx;
  }

  private void shortcut(Node node, Tensor dy) {
    Shape in = node.input().shape();
    if (ForwardTrace.divides((PaddedShortcut) node.op(), in)) {
      late.computeIfAbsent(node.input(), unused -> new ArrayList<>()).add(dy);
    } else {
      add(node.input(), produce(in, produce(ForwardTrace.taken(node), dy)), true);
    }
  }

  /** Pools and local response norm. */
  private void neighbourhood(Done done, Tensor dy) {
    Node node = done.group().layer();
    Shape in = node.input().shape();
    if (node.op() instanceof AvgPool pool && partialWindows(pool, in, node.shape())) {
      dy = produce(node.shape(), dy);
    }
    Tensor x = node.op().saves().contains(Op.Saved.INPUT) ? done.inputs().get(0) : null;
    add(node.input(), produce(in, x, dy, done.kept()), true);
  }

  /** Whether the taps of a last window reach over the padded image and must not be counted. */
  private static boolean partialWindows(AvgPool pool, Shape in, Shape out) {
    Window w = pool.window();
    Extent s = w.stride();
    Extent k = w.kernel();
    Extent p = w.padding();
    return pool.ceil()
        && pool.countPadding()
        && ((out.height() - 1) * s.height() + k.height() > in.height() + 2 * p.height()
            || (out.width() - 1) * s.width() + k.width() > in.width() + 2 * p.width());
  }

  /** The gate's gradient is the sum over all pixels of gradient times image. */
  private void scaleChannels(Done done, Tensor dy) {
    Node node = done.group().layer();
    Node image = node.inputs().get(0);
    Node gate = node.inputs().get(1);
    if (wanted.contains(gate)) {
      Tensor product = produce(node.shape(), dy, done.inputs().get(0));
      Tensor sum = produce(Shape.image(node.shape().channels(), 1, 1), product);
      add(gate, trace.features(sum), true);
    }
    if (wanted.contains(image)) {
      add(image, produce(node.shape(), dy, done.kept()), true);
    }
  }
}
