package recap.nn;

import java.util.List;
import java.util.Set;

/**
 * Batch normalisation of each channel.
 *
 * <pre>y = scale * (x - mean) / sqrt(var + epsilon) + shift</pre>
 *
 * In training mean and var are those of the batch (biased variance), and the running estimates move
 * towards them, the variance unbiased: running = (1 - momentum) running + momentum batch. In
 * inference they are the running estimates. Input and output C x H x W; weight (scale), bias
 * (shift), running_mean and running_var are C each. Ioffe and Szegedy 2015, algorithms 1 and 2.
 *
 * @param epsilon added to the variance
 * @param momentum the weight of the newest batch in the running estimates; 0 leaves them as they
 *     are
 * @param frozen whether training, too, normalises with the running estimates and leaves them as
 *     they are, as fine-tuning does
 */
public record BatchNorm(float epsilon, float momentum, boolean frozen) implements Op {
  /**
   * @throws ShapeException for an epsilon not above 0, or a momentum outside [0, 1]
   */
  public BatchNorm {
    if (!(epsilon > 0)) {
      throw new ShapeException("BatchNorm", "epsilon above 0", "" + epsilon, "use 1e-5");
    }
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new ShapeException("BatchNorm", "momentum in [0, 1]", "" + momentum, "use 0.1");
    }
  }

  /** The same of doubles, as decimals in Java are. */
  public BatchNorm(double epsilon, double momentum, boolean frozen) {
    this((float) epsilon, (float) momentum, frozen);
  }

  /** epsilon 1e-5, momentum 0.1, as torchvision has them. */
  public BatchNorm() {
    this(1e-5f, 0.1f, false);
  }

  @Override
  public Shape infer(String who, List<Shape> inputs) {
    return Op.image(who, inputs);
  }

  @Override
  public List<Param> parameters(List<Shape> inputs) {
    List<Integer> channels = List.of(inputs.get(0).channels());
    return List.of(
        new Param("weight", channels, Param.Role.SCALE),
        new Param("bias", channels, Param.Role.BIAS),
        new Param("running_mean", channels, Param.Role.RUNNING_MEAN),
        new Param("running_var", channels, Param.Role.RUNNING_VAR));
  }

  @Override
  public Set<Saved> saves() {
    return Set.of(Saved.INPUT);
  }
}
