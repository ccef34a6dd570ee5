package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.List;

/**
 * Takes the batch from the staging tensor, float32 in N, C, H, W order, into the network's layout.
 * A convolution into blocks reads up to three channels in that order, in float32 where they are.
 */
final class InputKernel extends Kernel {
  private final Value staging;
  private Value gradient;

  InputKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
    staging = plan.constant(label("staging"), plan.external(node.shape()));
  }

  Value staging() {
    return staging;
  }

  /** The gradient by the input, float32 in N, C, H, W order; only in analysis. */
  Value gradient() {
    return gradient;
  }

  @Override
  Value forward(List<Value> inputs) {
    return plan.copies().as(label("input layout"), staging, plan.desc(node));
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    gradient = plan.constant(label("gradient"), plan.external(node.shape()));
    plan.copies().reorder(label("gradient"), dy.value(), gradient);
  }
}
