package recap.onednn;

import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ShapeException;

/** Refuses what a caller of the compiled {@code plan} got wrong, with the remedy. */
record Expect(Plan plan) {
  static void batch(Network network, int batch) {
    if (batch < 1) {
      throw new IllegalArgumentException(
          network.name()
              + ": expected a batch of at least 1, received "
              + batch
              + "; pass the number of samples to compute at once.");
    }
  }

  void open(boolean closed) {
    if (closed) {
      throw new IllegalStateException(
          plan.network().name()
              + ": expected an open executable, received a closed one; compile it again.");
    }
  }

  void index(String what, int index, int count) {
    if (index < 0 || index >= count) {
      throw new ShapeException(
          plan.network().name(),
          what + " from 0 to " + (count - 1),
          String.valueOf(index),
          "count them from 0 in the network's order");
    }
  }

  void length(String what, int expected, int received) {
    if (received != expected) {
      throw new ShapeException(
          plan.network().name(),
          expected + " " + what,
          String.valueOf(received),
          "pass an array of that length");
    }
  }

  /** One score for each of the {@code classes} from the output at position {@code index}. */
  void scores(int index, int classes) {
    Node output = plan.network().outputs().get(index);
    if (output.shape().elements() != classes) {
      throw new ShapeException(
          plan.network().name(),
          "one score for each of " + classes + " classes from every output",
          output.toString(),
          "end the network in one score for each class");
    }
  }

  /** No more than the {@code most} that have a label and a place in the batch. */
  void samples(int most, int count) {
    if (count < 0 || count > most) {
      throw new ShapeException(
          plan.network().name(),
          "from 0 to " + most + " samples to count",
          String.valueOf(count),
          "pass a label for each, and no more than the batch holds");
    }
  }

  /** Settings of an update that leave weights which are numbers. */
  void settings(double rate, double momentum, double weightDecay) {
    boolean positive = rate >= 0 && weightDecay >= 0 && Double.isFinite(rate + weightDecay);
    if (!positive || !(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          plan.network().name()
              + ": expected a rate and a weight decay of 0 or more and a momentum in [0, 1), received"
              + " a rate of "
              + rate
              + ", a weight decay of "
              + weightDecay
              + " and a momentum of "
              + momentum
              + "; use 0.1, 1e-4 and 0.9.");
    }
  }

  /** A mode with a backward pass, for {@code what}. */
  void backward(String what) {
    if (!plan.mode().differentiates()) {
      throw new IllegalStateException(
          plan.network().name()
              + ": expected Mode.TRAINING for "
              + what
              + ", received "
              + plan.mode()
              + "; compile with Mode.TRAINING.");
    }
  }
}
