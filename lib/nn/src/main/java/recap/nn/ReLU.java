package recap.nn;

import java.util.List;
import java.util.Set;

/** Rectified linear unit: y = max(0, x). Input and output of any shape. Nair and Hinton 2010. */
public record ReLU() implements Activation {
  @Override
  public Shape infer(String who, List<Shape> inputs) {
    return Op.single(who, inputs);
  }

  @Override
  public Set<Saved> saves() {
    return Set.of(Saved.OUTPUT);
  }
}
