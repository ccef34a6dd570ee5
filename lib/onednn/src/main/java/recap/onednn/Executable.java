package recap.onednn;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import recap.nn.Network;
import recap.nn.ShapeException;
import recap.nn.Weights;

/**
 * A network compiled for one batch size, precision and mode: two fixed lists of oneDNN primitives
 * over arenas of native memory. A step allocates nothing, but for the random stream of each dropout
 * and drop-path. Not safe for use by several threads at once.
 *
 * <p>{@link #close} frees all native memory at once; what computes, reads or writes tensors then
 * throws an {@link IllegalStateException}. So does, in {@link Mode#INFERENCE}, all that belongs to
 * training: loss, backward pass, gradients, update, momentum, and reading the weights.
 *
 * <pre>{@code
 * try (var step = Executable.compile(network, 128, Precision.F32, Mode.TRAINING)) {
 *   step.load(Initializer.he().initialize(network, seed));
 *   // for every iteration fill step.inputBuffer() with N x C x H x W values, then
 *   step.seed(seed, iteration); // of dropout and drop-path
 *   double loss = step.step(labels, 0.1, 0.9, 1e-4);
 * }
 * }</pre>
 */
public final class Executable implements AutoCloseable {
  private final Plan plan;
  private final Expect expect;
  private final Tensors tensors;
  private final MemoryReport memory;
  private final Inputs inputs;
  private final Outputs outputs;
  private final Passes passes;
  private final SgdUpdate update;
  private boolean closed;

  private Executable(Network network, int batch, Precision precision, Mode mode, int threads) {
    plan = new Plan(network, batch, precision, mode, threads);
    expect = new Expect(plan);
    tensors = new Tensors(plan);
    try {
      var writer = new StepWriter(plan);
      writer.write();
      memory = plan.place();
      FreeMemory.require(
          network.name(),
          batch,
          n ->
              n == batch
                  ? memory.total()
                  : memoryFor(network, n, precision, mode, threads).total());
      plan.allocate();
      inputs = new Inputs(plan, writer.inputs());
      outputs = new Outputs(plan, writer.outputs(), writer.outputGradients());
      passes = new Passes(plan);
      Arenas arenas = plan.arenas();
      update =
          mode.differentiates()
              ? new SgdUpdate(arenas.masters(), arenas.gradients(), arenas.velocities())
              : null;
    } catch (RuntimeException | Error e) {
      plan.close();
      throw e;
    }
  }

  /**
   * Compiles {@code network} for {@code batch} samples at a time, all its outputs; {@link
   * Network#inferenceForm} is without the auxiliary ones. It computes with the {@link
   * Threads#count} of now, as long as it lives.
   *
   * @throws IllegalArgumentException for a batch below 1, or so large that a tensor which Java
   *     writes or reads, such as the input, takes more than 2 GiB
   * @throws NotEnoughMemoryException with nothing left allocated, and the batch that would fit or
   *     how to enlarge the heap
   * @throws NativeUnavailableException where oneDNN cannot be loaded or does not compute {@code
   *     precision}
   */
  public static Executable compile(Network network, int batch, Precision precision, Mode mode) {
    return compile(network, batch, precision, mode, Threads.count());
  }

  /** As above, to compute with {@code threads} threads, whatever {@link Threads#count} is. */
  public static Executable compile(
      Network network, int batch, Precision precision, Mode mode, int threads) {
    Expect.batch(network, batch);
    NativeInfo.load().require(precision, network.name());
    KernelCache.limit();
    return new Executable(network, batch, precision, mode, threads);
  }

  /**
   * The native memory that {@link #compile} would allocate, without allocating it: for networks
   * that do not fit, and for comparison with the account that {@code recap.account} makes from the
   * layers alone.
   */
  public static MemoryReport memoryFor(Network network, int batch, Precision precision, Mode mode) {
    return memoryFor(network, batch, precision, mode, Threads.count());
  }

  /** As above, with the working space of {@code threads} threads. */
  public static MemoryReport memoryFor(
      Network network, int batch, Precision precision, Mode mode, int threads) {
    Expect.batch(network, batch);
    NativeInfo.load().require(precision, network.name());
    try (var plan = new Plan(network, batch, precision, mode, threads)) {
      new StepWriter(plan).write();
      return plan.place();
    }
  }

  /** The network that this executes. */
  public Network network() {
    return plan.network();
  }

  /** N, the samples of one step. */
  public int batch() {
    return plan.batch();
  }

  /** The number format of activations. */
  public Precision precision() {
    return plan.precision();
  }

  /** What it was compiled for. */
  public Mode mode() {
    return plan.mode();
  }

  /** The threads that compute it. */
  public int threads() {
    return plan.threads();
  }

  /**
   * Sets all tensors of the network; momentum becomes zero. The next backward pass needs a forward
   * pass again.
   *
   * @throws IllegalArgumentException listing every missing, extra and mis-shaped tensor
   */
  public void load(Weights weights) {
    requireOpen();
    passes.startOver();
    tensors.load(weights);
    passes.noteWeights();
  }

  /** All tensors as they are now, float32 masters and running statistics; not in inference. */
  public Weights weights() {
    return read(parameter -> true, Parameter::master);
  }

  /** The gradients of the learned tensors after {@link #backward}; before any, zeros. */
  public Weights gradients() {
    return read(parameter -> parameter.gradient() != null, Parameter::gradient);
  }

  /** The velocities of the learned tensors. */
  public Weights momentum() {
    return read(parameter -> parameter.velocity() != null, Parameter::velocity);
  }

  private Weights read(Predicate<Parameter> which, Function<Parameter, Value> value) {
    requireOpen();
    expect.backward("weights, gradients and momentum");
    return tensors.read(which, value);
  }

  /**
   * Sets the velocities, as {@link #momentum} returned them.
   *
   * @throws IllegalArgumentException listing every missing, extra and mis-shaped tensor
   */
  public void loadMomentum(Weights velocities) {
    requireOpen();
    expect.backward("momentum");
    tensors.loadMomentum(velocities);
  }

  /**
   * Dropout and drop-path of the next forward pass are a function of {@code seed, iteration} and
   * the layer; each {@link #update} moves the iteration on by one. Dropout on images draws in the
   * order in which they lie in memory, so there other instructions, precision or batch drop other
   * values.
   */
  public void seed(long seed, long iteration) {
    plan.random().set(seed, iteration);
  }

  /** Where to put the next batch: N x C x H x W or N x F values, row-major. */
  public float[] inputBuffer() {
    return inputBuffer(0);
  }

  /**
   * As {@link #inputBuffer()}, for the input at position {@code index} of a network of several.
   *
   * @throws ShapeException where there is no such input
   */
  public float[] inputBuffer(int index) {
    return inputs.buffer(index);
  }

  /**
   * Computes the outputs of the batch in {@link #inputBuffer}.
   *
   * @throws IllegalStateException before the first {@link #load}, where the network has tensors
   */
  public void forward() {
    requireOpen();
    inputs.stage();
    passes.forward();
  }

  /**
   * Copies output {@code index} of the last forward pass, row-major, into {@code into}.
   *
   * @throws ShapeException where there is no such output, or it has another number of values
   * @throws IllegalStateException without a forward pass since the last {@link #load}
   */
  public void output(int index, float[] into) {
    requireOpen();
    passes.requireOutputs();
    outputs.read(index, into);
  }

  /**
   * The mean softmax cross-entropy of the last forward pass, auxiliary outputs weighted 0.3; sets
   * the gradients of the outputs for {@link #backward}. Not a number or infinite when the training
   * has diverged.
   *
   * @param labels N classes
   * @throws ShapeException for other numbers of labels, for one that is no class, or where an
   *     output is more than a score for each class of the first
   * @throws IllegalStateException without a forward pass since the last {@link #load}
   */
  public double loss(int[] labels) {
    requireOpen();
    expect.backward("the loss");
    passes.requireOutputs();
    double loss = outputs.loss(labels);
    passes.noteGradients();
    return loss;
  }

  /**
   * Computes all gradients from those of the outputs that {@link #loss} has set; once after each
   * forward pass.
   *
   * @throws IllegalStateException without a forward pass, and a loss of it, since the last backward
   *     pass, update or {@link #load}
   */
  public void backward() {
    requireOpen();
    expect.backward("a backward pass");
    passes.backward();
  }

  /**
   * Computes all gradients from {@code dy}, the gradient of each output, row-major.
   *
   * @throws ShapeException for other numbers of outputs or values
   * @throws IllegalStateException without a forward pass since the last backward pass, update or
   *     {@link #load}
   */
  public void backward(float[]... dy) {
    requireOpen();
    expect.backward("a backward pass");
    outputs.setGradients(dy);
    passes.noteGradients();
    passes.backward();
  }

  /**
   * The gradient by input {@code index}, row-major, after {@link #backward}.
   *
   * @throws ShapeException where there is no such input
   * @throws IllegalStateException in another mode than {@link Mode#ANALYSIS}
   */
  public float[] inputGradient(int index) {
    requireOpen();
    return inputs.gradient(index);
  }

  /**
   * v = momentum v + g + weightDecay w; w = w - rate v, for every learned tensor; once after each
   * backward pass.
   *
   * @param rate 0 or more
   * @param momentum in [0, 1)
   * @param weightDecay 0 or more
   * @throws IllegalArgumentException for values outside their ranges
   * @throws IllegalStateException without a backward pass since the last forward pass, update or
   *     {@link #load}
   */
  public void update(double rate, double momentum, double weightDecay) {
    requireOpen();
    expect.backward("an update");
    expect.settings(rate, momentum, weightDecay);
    passes.startUpdate();
    long start = System.nanoTime();
    update.run(rate, momentum, weightDecay);
    passes.addPrimitiveNanos(start);
    plan.random().advance();
  }

  /** Forward, loss, backward, update; returns the loss before the update. */
  public double step(int[] labels, double rate, double momentum, double weightDecay) {
    forward();
    double loss = loss(labels);
    backward();
    update(rate, momentum, weightDecay);
    return loss;
  }

  /**
   * How many of the first {@code count} samples of the last forward pass got their label; one with
   * a score that is no number got none.
   *
   * @throws ShapeException for a negative count, for more samples than labels or than the batch
   *     holds, for a label of these that is no class, or where the output is more than a score for
   *     each class
   * @throws IllegalStateException without a forward pass since the last {@link #load}
   */
  public int correct(int[] labels, int count) {
    requireOpen();
    passes.requireOutputs();
    return outputs.correct(labels, count);
  }

  /**
   * The L2 norm of the gradient of the tensor called {@code parameter}.
   *
   * @throws IllegalArgumentException for a name that no learned tensor has
   */
  public double gradientNorm(String parameter) {
    requireOpen();
    expect.backward("a gradient");
    return tensors.gradientNorm(parameter);
  }

  /** The native memory, counted before it was allocated. */
  public MemoryReport memory() {
    return memory;
  }

  /**
   * Copies from one layout into another in one step, weights in another layout or format included.
   */
  public int reorders() {
    requireOpen();
    return passes.reorders();
  }

  /**
   * The calls of one step for which oneDNN has only its reference on this processor: plain loops,
   * which may take longer than all the rest.
   */
  public List<String> references() {
    requireOpen();
    return passes.references();
  }

  /**
   * Time of each primitive of one forward and, if there is one, backward pass, in nanoseconds; what
   * Java does between them, such as drawing a mask, is left out. The passes count: running
   * statistics move on, and the next backward pass or update needs a forward pass again.
   */
  public Map<String, Long> profile() {
    requireOpen();
    return passes.profile();
  }

  /**
   * Runs {@code steps}, calls of this executable, and returns the nanoseconds of it in which a
   * primitive ran, the update included. The clock is read around every primitive, so this is for
   * the share of primitives, not for the time of a step.
   */
  public long primitiveNanos(Runnable steps) {
    requireOpen();
    return passes.primitiveNanos(steps);
  }

  private void requireOpen() {
    expect.open(closed);
  }

  /** Frees all native memory; a second call does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (update != null) {
        update.close();
      }
      plan.close();
      Pages.trim();
    }
  }
}
