package recap.onednn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import recap.nn.Node;

/** Writes a network down as the two lists of calls of a {@link Plan}. */
final class StepWriter {
  private final Plan plan;
  private final List<InputKernel> inputs = new ArrayList<>();
  private final List<Value> outputs = new ArrayList<>();
  private final List<Value> outputGradients = new ArrayList<>();

  StepWriter(Plan plan) {
    this.plan = plan;
  }

  /** The kernels of the network's inputs, in network order. */
  List<InputKernel> inputs() {
    return inputs;
  }

  /** The outputs, row-major float32. */
  List<Value> outputs() {
    return outputs;
  }

  /** Where the gradients of the outputs are put before the backward pass; row-major float32. */
  List<Value> outputGradients() {
    return outputGradients;
  }

  /** Appends all calls, forward and, where the mode has one, backward. */
  void write() {
    var values = new LinkedHashMap<Node, Value>();
    var kernels = new ArrayList<Kernel>();
    for (Fusion.Group group : Fusion.of(plan.network(), plan.mode()).values()) {
      Kernel kernel = Kernels.create(plan, group);
      kernels.add(kernel);
      if (kernel instanceof InputKernel input) {
        inputs.add(input);
      }
      var from = new ArrayList<Value>();
      group.anchor().inputs().forEach(node -> from.add(values.get(node)));
      if (group.add() != null) {
        from.add(values.get(group.addend()));
      }
      values.put(group.last(), kernel.forward(from));
    }
    for (Node output : plan.network().outputs()) {
      Value value =
          plan.copies()
              .as(output.name() + " output", values.get(output), plan.external(output.shape()));
      plan.calls().keep(value);
      outputs.add(value);
    }
    if (plan.mode().differentiates()) {
      writeBackward(kernels);
    }
  }

  private void writeBackward(List<Kernel> kernels) {
    plan.calls().turnBack();
    var gradients = new Gradients(plan);
    for (Node output : plan.network().outputs()) {
      String name = output.name() + " output gradient";
      Value given = plan.constant(name, plan.external(output.shape()));
      outputGradients.add(given);
      Value dy = plan.copies().as(name + " layout", given, plan.desc(output.shape()));
      gradients.add(output, dy, dy.buffer() != given.buffer());
    }
    for (int i = kernels.size() - 1; i >= 0; i--) {
      Kernel kernel = kernels.get(i);
      Node last = kernel.group.last();
      if (gradients.wanted(last)) {
        kernel.backward(gradients.total(last), gradients);
      }
    }
  }
}
