package recap.labs.lab6;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import recap.labs.lab6.Rewriting.Replacement;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.Dropout;
import recap.nn.Flatten;
import recap.nn.Linear;
import recap.nn.LocalResponseNorm;
import recap.nn.MaxPool;
import recap.nn.Op;
import recap.nn.ReLU;
import recap.nn.Tanh;
import recap.nn.Window;

/** The claims to choose from, each with the one thing in which its two arms may differ. */
public enum Claim {
  OVERLAPPING_POOLS(
      "alexnet-overlapping-pool",
      Quantity.TEST_ERROR,
      "3x3 pools at stride 2 in place of 2x2 pools at stride 2",
      2,
      each(Claim::isOverlapping, MaxPool.of(2, 2))),
  RELU(
      "alexnet-relu-6x",
      Quantity.TRAINING_ERROR,
      "ReLU in place of Tanh",
      3,
      each(new ReLU()::equals, new Tanh())),
  BATCH_NORM(
      "alexnet-lrn-vs-bn",
      Quantity.TEST_ERROR,
      "BatchNorm in place of LocalResponseNorm",
      2,
      each(new BatchNorm()::equals, new LocalResponseNorm(5, 5e-4f, 0.75f, 2))),
  DROPOUT(
      "alexnet-dropout",
      Quantity.GAP,
      "a Dropout of 0.5 before the last layer",
      1,
      Claim::lastDropout),
  SMALL_KERNELS(
      "vgg-small-kernels-better",
      Quantity.TEST_ERROR,
      "two 3x3 convolutions with a ReLU between them in place of one 5x5",
      2,
      Claim::pairOfConvolutions);

  private final String id;
  private final Quantity quantity;
  private final String difference;
  private final int places;
  private final Rewriting asControl;

  Claim(String id, Quantity quantity, String difference, int places, Rewriting asControl) {
    this.id = id;
    this.quantity = quantity;
    this.difference = difference;
    this.places = places;
    this.asControl = asControl;
  }

  /** Its id in the lecture's table of claims. */
  public String id() {
    return id;
  }

  /** What it is measured by. */
  public Quantity quantity() {
    return quantity;
  }

  /** What its first arm has and the control has not, in words. */
  String difference() {
    return difference;
  }

  /** In how many places of the network. */
  int places() {
    return places;
  }

  /** Makes the control of the claim's first arm. */
  Rewriting asControl() {
    return asControl;
  }

  /**
   * The control as the notebook's table has it: its layers in order, without the input.
   *
   * @param width C
   */
  List<Op> control(int width, int classes) {
    Op activation = this == RELU ? new Tanh() : new ReLU();
    var chain = new ArrayList<Op>();
    for (int filters : new int[] {width, 2 * width}) {
      int kernel = this == SMALL_KERNELS ? 5 : 3;
      chain.add(Conv2d.of(filters, kernel).padding(kernel / 2));
      if (this == BATCH_NORM) {
        chain.add(new LocalResponseNorm(5, 5e-4f, 0.75f, 2));
      }
      chain.addAll(List.of(activation, MaxPool.of(2, 2)));
    }
    chain.addAll(List.of(new Flatten(), Linear.of(8 * width), activation, Linear.of(classes)));
    return chain;
  }

  /** The claim called {@code id}. */
  public static Optional<Claim> of(String id) {
    return Arrays.stream(values()).filter(claim -> claim.id.equals(id)).findFirst();
  }

  /** All ids, in the order of the notebook's table. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Claim::id).toList();
  }

  private static Rewriting each(Predicate<Op> replaced, Op by) {
    return (chain, i) -> when(replaced.test(chain.get(i)), 1, by);
  }

  private static Optional<Replacement> when(boolean holds, int replaced, Op... by) {
    return holds ? Optional.of(new Replacement(replaced, List.of(by))) : Optional.empty();
  }

  private static boolean isOverlapping(Op op) {
    return op instanceof MaxPool pool && pool.window().padding(0).equals(Window.of(3).stride(2));
  }

  private static Optional<Replacement> lastDropout(List<Op> chain, int i) {
    return when(i == chain.size() - 2 && chain.get(i).equals(new Dropout(0.5f)), 1);
  }

  private static Optional<Replacement> pairOfConvolutions(List<Op> chain, int i) {
    if (i + 2 >= chain.size() || !(chain.get(i) instanceof Conv2d first)) {
      return Optional.empty();
    }
    Op small = Conv2d.of(first.outChannels(), 3).padding(1);
    List<Op> pair = List.of(small, new ReLU(), small);
    Op large = Conv2d.of(first.outChannels(), 5).padding(2);
    return when(chain.subList(i, i + 3).equals(pair), 3, large);
  }
}
