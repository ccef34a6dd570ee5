package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import recap.nn.Activation;
import recap.nn.Add;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.DropPath;
import recap.nn.Dropout;
import recap.nn.Input;
import recap.nn.Linear;
import recap.nn.LocalResponseNorm;
import recap.nn.Node;
import recap.nn.ReLU;

/**
 * Writes the bare primitives of a network into a {@link Plan}, every tensor of a convolution,
 * linear layer, norm or sum in a place of its own.
 *
 * <p>Activations are fused where oneDNN offers it (ReLU with batch norm, both ways; any with
 * convolution, linear layer and addition, forward), and in inference the weights of a convolution
 * contain the batch norm that reads it alone. Weights are constant; converting them to the layout
 * of the backward convolution is counted, since oneDNN asks for it. Dropout and drop-path, which
 * are no primitives, pass their input on.
 */
final class FloorWriter {
  private final Plan plan;
  private final List<List<Node>> consumers;
  private final Map<Node, Value> values = new HashMap<>();
  private final Map<Node, Value> gradients = new HashMap<>();
  private final Gradients ofKernels;
  private final List<Runnable> backward = new ArrayList<>();

  FloorWriter(Plan plan) {
    this.plan = plan;
    this.consumers = plan.network().consumers();
    this.ofKernels = new Gradients(plan);
  }

  /** Appends all primitives, forward and, where the mode has one, backward. */
  void write() {
    for (Node node : plan.network().nodes()) {
      if (!values.containsKey(node)) {
        write(node);
      }
    }
    if (plan.mode().differentiates()) {
      plan.calls().turnBack();
      for (Node output : plan.network().outputs()) {
        contribute(output, tensor(values.get(output).desc()));
      }
      for (int i = backward.size() - 1; i >= 0; i--) {
        backward.get(i).run();
      }
    }
  }

  private Value tensor(Desc desc) {
    return tensor(plan, desc);
  }

  /** A place of its own, never reused. */
  static Value tensor(Plan plan, Desc desc) {
    return plan.constant("floor", desc);
  }

  /** The activation that follows alone, to be fused; null if there is none. */
  private Node fusible(Node node) {
    return onlyReader(node).filter(reader -> reader.op() instanceof Activation).orElse(null);
  }

  private Optional<Node> onlyReader(Node node) {
    List<Node> readers = consumers.get(node.index());
    boolean alone = readers.size() == 1 && !plan.network().outputs().contains(node);
    return alone ? Optional.of(readers.get(0)) : Optional.empty();
  }

  /** The batch norm that a convolution's weights contain in inference; null if there is none. */
  private Node folded(Node conv) {
    return plan.mode().differentiates()
        ? null
        : onlyReader(conv).filter(reader -> reader.op() instanceof BatchNorm).orElse(null);
  }

  private static Activation activation(Node node) {
    return node == null ? null : (Activation) node.op();
  }

  private void write(Node node) {
    if (node.op() instanceof Input) {
      values.put(node, tensor(plan.desc(node)));
    } else if (node.op() instanceof Conv2d) {
      convolution(node);
    } else if (node.op() instanceof BatchNorm) {
      batchNorm(node);
    } else if (node.op() instanceof Linear) {
      linear(node);
    } else if (node.op() instanceof Add) {
      addition(node);
    } else if (node.op() instanceof LocalResponseNorm) {
      localResponseNorm(node);
    } else if (node.op() instanceof Dropout || node.op() instanceof DropPath) {
      values.put(node, values.get(node.input()));
      backward(node, () -> contribute(node.input(), gradients.get(node)));
    } else {
      other(node);
    }
  }

  private void convolution(Node node) {
    Node norm = folded(node);
    Node act = fusible(norm == null ? node : norm);
    Value x = values.get(node.input());
    Value y = tensor(plan.desc(node.shape()));
    var layer = new FloorConv(plan, node, x, y, plan.postOps().activation(activation(act)));
    layer.forward();
    finish(node, act, y);
    if (norm != null) {
      values.put(norm, y);
    }
    backward(
        node,
        () -> {
          Value dy = activationGradient(act == null ? node : act, act, y);
          layer.backwardWeights(dy);
          if (wanted(node.input())) {
            contribute(node.input(), layer.backwardData(dy));
          }
        });
  }

  private void linear(Node node) {
    Node act = fusible(node);
    Value x = values.get(node.input());
    Value y = tensor(plan.desc(node.shape()));
    var layer = new FloorLinear(plan, node, x, y, plan.postOps().activation(activation(act)));
    layer.forward();
    finish(node, act, y);
    backward(
        node,
        () -> {
          Value dy = activationGradient(act == null ? node : act, act, y);
          layer.backwardWeights(dy);
          if (wanted(node.input())) {
            contribute(node.input(), layer.backwardData(dy));
          }
        });
  }

  private void batchNorm(Node node) {
    Node next = fusible(node);
    Node act = next != null && next.op() instanceof ReLU ? next : null;
    Value x = values.get(node.input());
    Value y = tensor(x.desc());
    var layer = new FloorBatchNorm(plan, node, x, y, act != null);
    layer.forward();
    finish(node, act, y);
    backward(
        node,
        () -> contribute(node.input(), layer.backward(gradients.get(act == null ? node : act))));
  }

  private void addition(Node node) {
    Node act = fusible(node);
    Value sum = values.get(node.input());
    for (int i = 1; i < node.inputs().size(); i++) {
      boolean last = i == node.inputs().size() - 1;
      Value next = tensor(plan.desc(node.shape()));
      plan.binary(
          "addition",
          dnnl_binary_add,
          sum,
          values.get(node.inputs().get(i)),
          next,
          plan.postOps().activation(last ? activation(act) : null).attributes());
      sum = next;
    }
    Value y = sum;
    finish(node, act, y);
    backward(
        node,
        () -> {
          Value dy = activationGradient(act == null ? node : act, act, y);
          node.inputs().forEach(input -> contribute(input, dy));
        });
  }

  private void localResponseNorm(Node node) {
    Value x = values.get(node.input());
    Value y = tensor(x.desc());
    var problem = new LocalResponseNormProblem(plan, node, x.desc());
    var forward = problem.forward(plan.mode().propagation());
    var arguments = new HashMap<>(Map.of(DNNL_ARG_SRC, x, DNNL_ARG_DST, y));
    Desc working = Desc.chosen(forward, dnnl_query_workspace_md);
    Value workspace = working.bytes() > 0 ? tensor(working) : null;
    if (workspace != null) {
      arguments.put(DNNL_ARG_WORKSPACE, workspace);
    }
    plan.call("local response norm forward", forward, arguments);
    finish(node, null, y);
    backward(
        node,
        () -> {
          Value dx = tensor(x.desc());
          Value dy = gradients.get(node);
          var args =
              new HashMap<>(Map.of(DNNL_ARG_SRC, x, DNNL_ARG_DIFF_DST, dy, DNNL_ARG_DIFF_SRC, dx));
          if (workspace != null) {
            args.put(DNNL_ARG_WORKSPACE, workspace);
          }
          plan.call("local response norm backward", problem.backward(forward), args);
          contribute(node.input(), dx);
        });
  }

  /** Layers whose kernels are a primitive or two each way. */
  private void other(Node node) {
    var group = new Fusion.Group(node, null, null, null);
    Kernel kernel = Kernels.create(plan, group);
    Value y = kernel.forward(node.inputs().stream().map(values::get).toList());
    values.put(node, y);
    backward(
        node,
        () -> {
          kernel.backward(new Gradients.Gradient(gradients.get(node), false), ofKernels);
          for (Node input : node.inputs()) {
            var total = ofKernels.total(input);
            if (total != null) {
              contribute(input, total.value());
            }
          }
        });
  }

  private void finish(Node node, Node act, Value y) {
    values.put(node, y);
    if (act != null) {
      values.put(act, y);
    }
  }

  /** Whether anything that learns depends on the gradient of {@code node}'s output. */
  private boolean wanted(Node node) {
    return ofKernels.wanted(node);
  }

  /** Notes the backward {@code pass} of {@code node}, if it has one. */
  private void backward(Node node, Runnable pass) {
    if (wanted(node)) {
      backward.add(pass);
    }
  }

  private Value activationGradient(Node last, Node act, Value y) {
    Value dy = gradients.get(last);
    if (act == null) {
      return dy;
    }
    return new ActivationPass(plan, "activation", activation(act), y.desc())
        .backward(new Gradients.Gradient(dy, false), y)
        .value();
  }

  /** Adds to the gradient of {@code node}'s output, with a primitive where there is one already. */
  private void contribute(Node node, Value gradient) {
    if (!wanted(node)) {
      return;
    }
    Value before = gradients.get(node);
    if (before == null) {
      gradients.put(node, gradient);
      return;
    }
    Value sum = tensor(before.desc());
    plan.binary("gradient sum", dnnl_binary_add, before, gradient, sum, plan.attributes());
    gradients.put(node, sum);
  }
}
