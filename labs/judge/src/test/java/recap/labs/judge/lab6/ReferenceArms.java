package recap.labs.judge.lab6;

import recap.labs.lab6.Claim;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.Dropout;
import recap.nn.Flatten;
import recap.nn.Linear;
import recap.nn.LocalResponseNorm;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.ReLU;
import recap.nn.Shape;
import recap.nn.Tanh;

/** Both arms of every claim, as the notebook's table has them. */
final class ReferenceArms {
  private ReferenceArms() {}

  /**
   * One arm.
   *
   * @param claimed whether it has the claimed thing
   * @param width C
   */
  static Network of(Claim claim, boolean claimed, Shape input, int width, int classes) {
    Op activation = claim == Claim.RELU && !claimed ? new Tanh() : new ReLU();
    Node x = Node.input(input);
    for (int block = 1; block <= 2; block++) {
      x = convolutions(x, claim, claimed, block * width);
      if (claim == Claim.BATCH_NORM) {
        x = x.then(claimed ? new BatchNorm() : new LocalResponseNorm(5, 5e-4f, 0.75f, 2));
      }
      boolean overlapping = claim == Claim.OVERLAPPING_POOLS && claimed;
      x = x.then(activation).then(overlapping ? MaxPool.of(3, 2).padding(1) : MaxPool.of(2, 2));
    }
    x = x.then(new Flatten()).then(Linear.of(8 * width)).then(activation);
    if (claim == Claim.DROPOUT && claimed) {
      x = x.then(new Dropout(0.5f));
    }
    return Network.of(claimed ? "claimed" : "control", x.then(Linear.of(classes)));
  }

  private static Node convolutions(Node x, Claim claim, boolean claimed, int filters) {
    Conv2d small = Conv2d.of(filters, 3).padding(1);
    if (claim != Claim.SMALL_KERNELS) {
      return x.then(small);
    }
    return claimed
        ? x.then(small).then(new ReLU()).then(small)
        : x.then(Conv2d.of(filters, 5).padding(2));
  }
}
