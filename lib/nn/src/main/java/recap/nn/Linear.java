package recap.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Fully connected layer: y = W x + b. Input F, output O; weight O, F; bias O. MACs: O F. LeCun et
 * al. 1998, section II.B (layer F6).
 *
 * @param outFeatures O
 * @param bias whether b is there
 */
public record Linear(int outFeatures, boolean bias) implements Op {
  /**
   * @throws ShapeException for no output
   */
  public Linear {
    Op.positive("Linear", "outFeatures", outFeatures);
  }

  /** {@code outFeatures} units with bias. */
  public static Linear of(int outFeatures) {
    return new Linear(outFeatures, true);
  }

  /** The same without bias. */
  public Linear noBias() {
    return new Linear(outFeatures, false);
  }

  @Override
  public Shape infer(String who, List<Shape> inputs) {
    Op.features(who, inputs);
    return Shape.features(outFeatures);
  }

  @Override
  public List<Param> parameters(List<Shape> inputs) {
    var params = new ArrayList<Param>(2);
    int in = inputs.get(0).channels();
    params.add(new Param("weight", List.of(outFeatures, in), Param.Role.WEIGHT));
    if (bias) {
      params.add(new Param("bias", List.of(outFeatures), Param.Role.BIAS));
    }
    return params;
  }

  @Override
  public long macs(List<Shape> inputs) {
    return (long) outFeatures * inputs.get(0).channels();
  }

  @Override
  public Set<Saved> saves() {
    return Set.of(Saved.INPUT);
  }
}
