package recap.nn;

import java.util.List;
import java.util.Set;

/** Hyperbolic tangent: y = tanh(x). */
public record Tanh() implements Activation {
  @Override
  public Shape infer(String who, List<Shape> inputs) {
    return Op.single(who, inputs);
  }

  @Override
  public Set<Saved> saves() {
    return Set.of(Saved.OUTPUT);
  }
}
