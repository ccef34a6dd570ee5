package recap.onednn;

import java.util.List;

/** An image as features: row-major order is the definition, so a blocked layout is reordered. */
final class FlattenKernel extends Kernel {
  FlattenKernel(Plan plan, Fusion.Group group) {
    super(plan, group);
  }

  @Override
  Value forward(List<Value> inputs) {
    return plan.copies().features(node.name(), inputs.get(0), node.input().shape());
  }

  @Override
  void backward(Gradients.Gradient dy, Gradients gradients) {
    Value dx = plan.copies().image(label("gradient"), dy.value(), node.input().shape());
    boolean copied = dx.buffer() != dy.value().buffer();
    gradients.add(node.input(), dx, dy.owned() || copied);
  }
}
