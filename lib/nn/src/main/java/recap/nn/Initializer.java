package recap.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;

/**
 * How weights start. Biases and running means start at 0, running variances at 1, whatever the
 * rule, scales at 1 unless {@link #uniformScales} is asked for; each tensor has a random stream of
 * its own, so adding a layer leaves the others as they were.
 */
@FunctionalInterface
public interface Initializer {
  /**
   * The standard deviation of the Gaussian from which a weight is drawn.
   *
   * @param name the weight's full name
   * @param weight its shape
   * @param first whether it is the network's first weight
   */
  double deviation(String name, Param weight, boolean first);

  /** The least scale of batch norm: scales are uniform from it to 1, so 1 is the same for all. */
  default double leastScale() {
    return 1;
  }

  /**
   * The same with scales of batch norm uniform from 0 to 1, as PyTorch drew them up to version 1.1
   * (documentation of torch.nn.BatchNorm2d); later versions start them at 1.
   */
  default Initializer uniformScales() {
    Initializer weights = this;
    return new Initializer() {
      @Override
      public double deviation(String name, Param weight, boolean first) {
        return weights.deviation(name, weight, first);
      }

      @Override
      public double leastScale() {
        return 0;
      }
    };
  }

  /**
   * sqrt(2 / fan in): keeps the variance through ReLU layers. He et al. 2015 (rectifiers), eq. 10.
   */
  static Initializer he() {
    return (name, weight, first) -> Math.sqrt(2.0 / weight.fanIn());
  }

  /**
   * sqrt(2 / (fan in + fan out)): keeps the variance of linear layers both ways. Glorot and Bengio
   * 2010, eq. 12 (there the mean of both fans).
   */
  static Initializer xavier() {
    return (name, weight, first) -> {
      double receptive =
          weight.shape().stream().skip(2).mapToInt(size -> size).reduce(1, (a, b) -> a * b);
      return Math.sqrt(2.0 / (weight.fanIn() + weight.shape().get(0) * receptive));
    };
  }

  /**
   * The same deviation everywhere but in the first layer, as in Krizhevsky's CIFAR configurations
   * of 2011. The paper of 2012 (section 5) has one deviation, 0.01, and some biases of 1; here
   * biases are 0.
   */
  static Initializer gaussian(double first, double others) {
    return (name, weight, isFirst) -> isFirst ? first : others;
  }

  /**
   * The initial tensors of {@code network} for {@code seed}. Not to be overridden: the id of a
   * training follows {@link #deviation}, {@link #leastScale} and the seed alone. A training that is
   * to start from other weights takes them as {@code Training.initialWeights}.
   *
   * @throws ShapeException for a tensor that no array holds
   */
  default Weights initialize(Network network, long seed) {
    var tensors = new LinkedHashMap<String, Tensor>();
    boolean[] first = {true};
    network
        .parameters()
        .forEach(
            (name, param) -> {
              if (param.elements() > Integer.MAX_VALUE) {
                throw new ShapeException(
                    network.name(),
                    name + " of at most " + Integer.MAX_VALUE + " values",
                    param.elements() + " values",
                    "use a smaller input or fewer units");
              }
              float[] values = new float[(int) param.elements()];
              switch (param.role()) {
                case WEIGHT -> {
                  double deviation = deviation(name, param, first[0]);
                  first[0] = false;
                  Gaussians.fill(values, deviation, RandomStream.of(seed, "initialise " + name));
                }
                case SCALE -> fillScales(values, RandomStream.of(seed, "initialise " + name));
                case RUNNING_VAR -> Arrays.fill(values, 1f);
                case BIAS, RUNNING_MEAN -> {}
              }
              tensors.put(name, new Tensor(param.shape(), values));
            });
    return new Weights(tensors);
  }

  private void fillScales(float[] values, RandomStream random) {
    double least = leastScale();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (least + (1 - least) * random.nextDouble());
    }
  }
}
