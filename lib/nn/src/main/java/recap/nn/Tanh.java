package recap.nn;

import java.util.List;
import java.util.Set;

/** Hyperbolic tangent: y = tanh(x). Input and output of any shape. */
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
