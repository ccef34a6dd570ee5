package recap.account;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import recap.nn.Flatten;
import recap.nn.GlobalAvgPool;
import recap.nn.Input;
import recap.nn.JavaLayer;
import recap.nn.Linear;
import recap.nn.LocalResponseNorm;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.PaddedShortcut;
import recap.nn.Scale;
import recap.nn.ScaleChannels;
import recap.nn.Shape;
import recap.nn.Window;

/**
 * The forward pass of a training step as calls on tensors, by these rules:
 *
 * <ul>
 *   <li>a layer writes a new tensor; activations, additions and scales write over their input where
 *       no one else reads it and no layer saves it ({@link Op#saves});
 *   <li>dropout at rate 0 and flattening of one pixel hand their input on as it is;
 *   <li>a padded shortcut keeps its tensor, whose zeros are written once, outside the arena, and so
 *       does an input that needs no conversion;
 *   <li>what a layer keeps beside activations has the size given in {@link TrainingMemory}.
 * </ul>
 */
final class ForwardTrace {
  /**
   * What the backward pass of a group finds.
   *
   * @param group the layers
   * @param inputs of the group
   * @param output of the group
   * @param kept signs, positions of maxima, a mask, sums or a gate; null if there is nothing
   */
  record Done(LayerGroup group, List<Tensor> inputs, Tensor output, Tensor kept) {}

  /** Layers whose output no one else may write. */
  private static final Set<Class<? extends Op>> KEEPS_OUTPUT =
      Set.of(Input.class, Dropout.class, DropPath.class, Flatten.class, PaddedShortcut.class);

  /** Values that a vector register of AVX-512 computes with at a time. */
  private static final int VECTOR = 16;

  /** The same of AVX2, which float32 channels that fill only these fall back on. */
  private static final int SHORT_VECTOR = 8;

  private static final int LARGEST_BYTE = 255;

  private final Network network;
  private final StepTrace trace;
  private final List<List<Node>> consumers;
  private final Map<Node, Tensor> outputs = new HashMap<>();

  ForwardTrace(Network network, StepTrace trace) {
    this.network = network;
    this.trace = trace;
    this.consumers = network.consumers();
  }

  /** Writes the pass down. */
  List<Done> write() {
    var done = new ArrayList<Done>();
    for (LayerGroup group : LayerGroup.of(network)) {
      var inputs = group.layer().inputs().stream().map(outputs::get).toList();
      Done each = forward(group, inputs);
      outputs.put(group.last(), each.output());
      done.add(each);
    }
    for (Node output : network.outputs()) {
      trace.keep(trace.as(outputs.get(output), Form.EXTERNAL));
    }
    return done;
  }

  private Done forward(LayerGroup group, List<Tensor> inputs) {
    Node node = group.layer();
    Op op = node.op();
    Tensor y;
    Tensor kept = null;
    if (op instanceof Input) {
      Tensor staging = trace.elsewhere(node.shape(), Form.EXTERNAL);
      y = trace.as(staging, readsRowMajor(node) ? Form.ROW_MAJOR : Form.NETWORK);
    } else if (op instanceof Conv2d || op instanceof Linear || op instanceof Concat) {
      y = into(trace.tensor(node.shape()), inputs);
    } else if (op instanceof BatchNorm) {
      y = trace.tensor(node.shape());
      kept = group.activation() == null ? null : trace.bytes(signBytes(node.shape()));
      into(y, inputs, kept);
    } else if (op instanceof MaxPool pool) {
      y = trace.tensor(node.shape());
      kept = trace.bytes(trace.elements(node.shape()) * indexBytes(pool.window()));
      into(y, inputs, kept);
    } else if (op instanceof AvgPool) {
      y = into(trace.tensor(node.shape()), inputs);
    } else if (op instanceof ScaleChannels) {
      kept = trace.image(inputs.get(1), Shape.image(node.shape().channels(), 1, 1));
      y = into(trace.tensor(node.shape()), List.of(inputs.get(0), kept));
    } else if (op instanceof LocalResponseNorm norm) {
      y = trace.tensor(node.shape());
      kept = keepsSums(norm, node.shape()) ? trace.bytes(sumBytes(node.shape())) : null;
      into(y, inputs, kept);
    } else if (op instanceof GlobalAvgPool) {
      Shape pixel = Shape.image(node.input().shape().channels(), 1, 1);
      y = trace.features(into(trace.tensor(pixel), inputs));
    } else if (op instanceof Flatten) {
      y = trace.features(inputs.get(0));
    } else if (op instanceof Activation || op instanceof Scale) {
      y = into(mayOverwrite(node.input()) ? inputs.get(0) : trace.tensor(node.shape()), inputs);
    } else if (op instanceof Add) {
      y = add(node, inputs);
    } else if (op instanceof Dropout dropout) {
      kept = mask(dropout.rate(), trace.elements(node.shape()));
      y = masked(node, inputs, kept);
    } else if (op instanceof DropPath path) {
      kept = mask(path.rate(), trace.batch());
      y = masked(node, inputs, kept);
    } else if (op instanceof PaddedShortcut shortcut) {
      y = shortcut(node, shortcut, inputs.get(0));
    } else if (op instanceof JavaLayer) {
      y = javaLayer(node, inputs.get(0));
    } else {
      throw withoutRule(node);
    }
    return new Done(group, inputs, y, kept);
  }

  /** Bytes of the number of a tap. */
  static int indexBytes(Window window) {
    return window.kernel().area() <= LARGEST_BYTE ? 1 : 4;
  }

  static IllegalArgumentException withoutRule(Node node) {
    return new IllegalArgumentException(
        node
            + ": expected a layer whose memory has a rule, received "
            + node.op().getClass().getName()
            + "; add the rule to ForwardTrace and BackwardTrace.");
  }

  private Tensor into(Tensor y, List<Tensor> inputs, Tensor... kept) {
    var touched = new ArrayList<>(inputs);
    touched.add(y);
    touched.addAll(Arrays.asList(kept));
    trace.call(touched.toArray(new Tensor[0]));
    return y;
  }

  /** Convolutions into blocks read up to three maps one after the other, as they come. */
  private boolean readsRowMajor(Node input) {
    return trace.channelBlock() > 1
        && input.shape().isImage()
        && input.shape().channels() <= 3
        && consumers.get(input.index()).stream()
            .allMatch(reader -> reader.op() instanceof Conv2d conv && conv.groups() == 1);
  }

  private long signBytes(Shape shape) {
    int vector = trace.isFloat() ? SHORT_VECTOR : VECTOR;
    boolean bits = trace.channelBlock() > 1 || shape.channels() % vector == 0;
    return bits ? (trace.elements(shape) + 7) / 8 : trace.elements(shape);
  }

  /** Whether the backward pass is one call that takes what the forward pass summed. */
  private boolean keepsSums(LocalResponseNorm norm, Shape shape) {
    boolean oneCall = !trace.isFloat() || trace.channelBlock() == VECTOR;
    return oneCall
        && (norm.beta() == 0.75f || norm.beta() == 1)
        && norm.size() <= VECTOR
        && (trace.channelBlock() == 1 || norm.size() == 5 && shape.channels() % VECTOR == 0);
  }

  private long sumBytes(Shape shape) {
    return 2 * trace.elements(shape) * trace.valueBytes();
  }

  /** A factor for each of {@code values}; null if there is nothing to drop. */
  private Tensor mask(float rate, long values) {
    if (rate == 0) {
      return null;
    }
    Tensor mask = trace.bytes(values * Float.BYTES);
    trace.call(mask);
    return mask;
  }

  private Tensor masked(Node node, List<Tensor> inputs, Tensor mask) {
    return mask == null ? inputs.get(0) : into(trace.tensor(node.shape()), inputs, mask);
  }

  private Tensor javaLayer(Node node, Tensor x) {
    Tensor source = trace.as(x, Form.EXTERNAL);
    Tensor target = trace.tensor(node.shape(), Form.EXTERNAL);
    trace.call(source, target);
    return trace.as(target, Form.NETWORK);
  }

  private Tensor add(Node node, List<Tensor> inputs) {
    int first = 0;
    while (first < inputs.size() && !mayOverwrite(node.inputs().get(first))) {
      first++;
    }
    Tensor y = first < inputs.size() ? inputs.get(first) : trace.tensor(node.shape());
    first = first < inputs.size() ? first : 0;
    Tensor sum = inputs.get(first);
    for (int i = 0; i < inputs.size(); i++) {
      if (i != first) {
        trace.call(sum, inputs.get(i), y);
        sum = y;
      }
    }
    return y;
  }

  /** Every stride-th pixel can be named in place where the stride divides the image's size. */
  static boolean divides(PaddedShortcut shortcut, Shape image) {
    return image.height() % shortcut.stride() == 0 && image.width() % shortcut.stride() == 0;
  }

  /** The pixels that a shortcut takes, without the channels of zeros. */
  static Shape taken(Node node) {
    int channels = node.input().shape().channels();
    return Shape.image(channels, node.shape().height(), node.shape().width());
  }

  private Tensor shortcut(Node node, PaddedShortcut shortcut, Tensor x) {
    if (!divides(shortcut, node.input().shape())) {
      x = into(trace.tensor(taken(node)), List.of(x));
    }
    Tensor y = trace.elsewhere(node.shape(), Form.NETWORK);
    trace.call(x, y);
    return y;
  }

  private boolean mayOverwrite(Node input) {
    return consumers.get(input.index()).size() == 1
        && !network.outputs().contains(input)
        && !input.op().saves().contains(Op.Saved.OUTPUT)
        && !KEEPS_OUTPUT.contains(input.op().getClass());
  }
}
