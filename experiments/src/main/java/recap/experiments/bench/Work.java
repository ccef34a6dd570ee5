package recap.experiments.bench;

import java.util.Locale;
import recap.nn.Network;
import recap.onednn.Mode;
import recap.onednn.Precision;
import recap.zoo.Zoo;

/**
 * One thing to measure.
 *
 * @param network a name of the zoo
 * @param batch samples a step
 * @param precision of ours and of the floor
 * @param mode training or inference
 */
public record Work(String network, int batch, Precision precision, Mode mode) {
  /** A MAC is a multiplication and an addition. */
  private static final int OPERATIONS_PER_MAC = 2;

  /** Forward, gradient by the input and gradient by the weights cost about the same. */
  private static final int PASSES_OF_TRAINING = 3;

  /** {@code f32} or {@code bf16}. */
  public String precisionName() {
    return name(precision);
  }

  /** {@code train} or {@code infer}. */
  public String modeName() {
    return name(mode);
  }

  static String name(Precision precision) {
    return lowerCase(precision);
  }

  static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static String name(Mode mode) {
    return mode == Mode.TRAINING ? "train" : "infer";
  }

  /** The network of the zoo, in inference without its auxiliary classifiers. */
  public Network build() {
    Network built = Zoo.build(network);
    return mode == Mode.TRAINING ? built : built.inferenceForm();
  }

  /** Floating-point operations of a step, in thousand millions. */
  public double gigaOperations() {
    int passes = mode == Mode.TRAINING ? PASSES_OF_TRAINING : 1;
    return 1e-9 * OPERATIONS_PER_MAC * passes * build().macs() * batch;
  }

  /** {@code cifar_resnet20 train f32 batch 128}. */
  @Override
  public String toString() {
    return network + " " + modeName() + " " + precisionName() + " batch " + batch;
  }
}
