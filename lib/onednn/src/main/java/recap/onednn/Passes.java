package recap.onednn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The two fixed lists of calls that a step executes, and how far the step has come. A backward pass
 * overwrites what it reads, so it follows a forward pass that ran to its end, and gradients of the
 * outputs that belong to that pass. An update takes the gradients of a backward pass, once.
 */
final class Passes {
  private final Plan plan;
  private final Step[] forward;
  private final Step[] backward;
  private boolean weightsLoaded;
  private boolean outputsDone;
  private boolean forwardDone;
  private boolean gradientsSet;
  private boolean backwardDone;
  private boolean timed;
  private long primitiveNanos;

  /** Those of {@code plan}, which is allocated. */
  Passes(Plan plan) {
    this.plan = plan;
    forward = plan.calls().forward().toArray(new Step[0]);
    backward = plan.calls().backward().toArray(new Step[0]);
    weightsLoaded = plan.network().parameters().isEmpty();
  }

  /** Notes that all tensors of the network are set; outputs of earlier ones count no more. */
  void noteWeights() {
    weightsLoaded = true;
    startAnew();
  }

  /**
   * Executes the forward pass on the batch that was staged.
   *
   * @throws IllegalStateException without weights: all zeros, they would look like a network that
   *     learns nothing
   */
  void forward() {
    requireWeights();
    startAnew();
    plan.applyThreads();
    run(forward);
    outputsDone = true;
    forwardDone = true;
  }

  /** Before a forward pass, as one that throws leaves outputs of two batches. */
  private void startAnew() {
    outputsDone = false;
    startOver();
  }

  /**
   * Before the first call of a pass, as one that throws leaves tensors of two batches, and before
   * other weights, as a backward pass reads them too.
   */
  void startOver() {
    forwardDone = false;
    gradientsSet = false;
    backwardDone = false;
  }

  /** Notes that the gradients of the outputs are there for {@link #backward}. */
  void noteGradients() {
    gradientsSet = true;
  }

  /**
   * Executes the backward pass.
   *
   * @throws IllegalStateException without a forward pass before it, or gradients of its outputs
   */
  void backward() {
    requireForward();
    requireGradients();
    startOver();
    plan.applyThreads();
    run(backward);
    backwardDone = true;
  }

  /**
   * Before the weights change by the gradients.
   *
   * @throws IllegalStateException without a backward pass before it
   */
  void startUpdate() {
    requireBackward();
    startOver();
    plan.applyThreads();
  }

  private void run(Step[] steps) {
    for (Step step : steps) {
      long start = timed ? System.nanoTime() : 0;
      step.run();
      if (timed && step instanceof PrimitiveStep) {
        addPrimitiveNanos(start);
      }
    }
  }

  /** Counts the time since {@code start} as a primitive's, for {@link #primitiveNanos}. */
  void addPrimitiveNanos(long start) {
    primitiveNanos += System.nanoTime() - start;
  }

  /** Runs {@code steps}; nanoseconds of the primitives of the passes in them. */
  long primitiveNanos(Runnable steps) {
    timed = true;
    primitiveNanos = 0;
    try {
      steps.run();
      return primitiveNanos;
    } finally {
      timed = false;
    }
  }

  private void requireWeights() {
    if (!weightsLoaded) {
      throw new IllegalStateException(
          plan.network().name()
              + ": expected weights before the first forward pass, received none; call load(weights)"
              + " first, with an initializer's or those of a file.");
    }
  }

  /**
   * Before outputs are read.
   *
   * @throws IllegalStateException where no forward pass has computed them: all zeros, they would
   *     look like those of a network that knows nothing
   */
  void requireOutputs() {
    if (!outputsDone) {
      throw new IllegalStateException(
          plan.network().name()
              + ": expected a forward pass with these weights before its outputs are read, received"
              + " none; call forward() first.");
    }
  }

  private void requireForward() {
    if (!forwardDone) {
      throw new IllegalStateException(
          plan.network().name()
              + ": expected a forward pass before each backward pass, received none; call forward()"
              + " first, since the backward pass overwrites what it has read.");
    }
  }

  private void requireGradients() {
    if (!gradientsSet) {
      throw new IllegalStateException(
          plan.network().name()
              + ": expected a loss of this forward pass before its backward pass, received none; call"
              + " loss(labels) first, or pass the gradients of the outputs.");
    }
  }

  private void requireBackward() {
    if (!backwardDone) {
      throw new IllegalStateException(
          plan.network().name()
              + ": expected a backward pass before each update, received none; call backward()"
              + " first, since an update needs the gradients of this step.");
    }
  }

  /** Executes both passes; nanoseconds of each primitive, those of one name added up. */
  Map<String, Long> profile() {
    startAnew();
    plan.applyThreads();
    var times = new LinkedHashMap<String, Long>();
    for (Step[] steps : List.of(forward, backward)) {
      for (Step step : steps) {
        long start = System.nanoTime();
        step.run();
        if (step instanceof PrimitiveStep) {
          times.merge(step.name(), System.nanoTime() - start, Long::sum);
        }
      }
    }
    return times;
  }

  /** How many calls only copy a tensor from one layout into another. */
  int reorders() {
    return (int) steps().filter(Step::reorder).count();
  }

  /** The names of the calls for which oneDNN has only its reference. */
  List<String> references() {
    return steps().filter(Step::reference).map(Step::name).toList();
  }

  private Stream<Step> steps() {
    return Stream.concat(Stream.of(forward), Stream.of(backward));
  }
}
