package recap.experiments.claims;

import java.util.function.UnaryOperator;
import recap.nn.Network;
import recap.nn.Shape;
import recap.zoo.Zoo;

/** Where a computation gets its networks: from the zoo, or changed on the way in a test. */
public final class Models {
  private final UnaryOperator<Network> change;

  private Models(UnaryOperator<Network> change) {
    this.change = change;
  }

  /** The zoo's own networks. */
  public static Models zoo() {
    return new Models(network -> network);
  }

  /** The zoo's networks after {@code change}. */
  public static Models changed(UnaryOperator<Network> change) {
    return new Models(change);
  }

  /** A model for its paper's input, without its auxiliary outputs. */
  public Network get(String name) {
    return training(name).inferenceForm();
  }

  /** A model for another input, without its auxiliary outputs. */
  public Network get(String name, Shape input) {
    return change.apply(Zoo.build(name, input)).inferenceForm();
  }

  /** A model with all its outputs. */
  public Network training(String name) {
    return change.apply(Zoo.build(name));
  }
}
