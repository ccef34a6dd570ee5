package recap.onednn;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import recap.nn.Nearest;
import recap.nn.Network;
import recap.nn.Param;
import recap.nn.ShapeException;
import recap.nn.Tensor;
import recap.nn.Weights;

/**
 * A network compiled for one batch size, precision and mode: two fixed lists of oneDNN primitives
 * over arenas of native memory. A step allocates nothing, but for the random stream of each dropout
 * and drop-path. Not safe for use by several threads at once; {@link #close} frees all native
 * memory at once.
 *
 * <pre>{@code
 * try (var step = Executable.compile(network, 128, Precision.F32, Mode.TRAINING)) {
 *   step.load(Initializer.he().initialize(network, seed));
 *   // fill step.inputBuffer() with N x C x H x W values, then
 *   double loss = step.step(labels, 0.1, 0.9, 1e-4);
 * }
 * }</pre>
 */
public final class Executable implements AutoCloseable {
  /** The weight of an auxiliary classifier's loss: Szegedy et al. 2014, section 5. */
  private static final double AUXILIARY_WEIGHT = 0.3;

  private final Plan plan;
  private final MemoryReport memory;
  private final List<InputKernel> inputs;
  private final List<float[]> staged = new ArrayList<>();
  private final List<FloatBuffer> stagingBuffers = new ArrayList<>();
  private final List<FloatBuffer> outputBuffers = new ArrayList<>();
  private final List<FloatBuffer> seedBuffers = new ArrayList<>();
  private final Step[] forward;
  private final Step[] backward;
  private final SgdUpdate update;
  private boolean forwardDone;
  private boolean closed;

  private Executable(Network network, int batch, Precision precision, Mode mode) {
    plan = new Plan(network, batch, precision, mode);
    StepWriter writer;
    try {
      writer = new StepWriter(plan);
      writer.write();
      memory = plan.place();
      FreeMemory.require(
          network.name(),
          batch,
          n -> n == batch ? memory.total() : memoryFor(network, n, precision, mode).total());
      plan.allocate();
      inputs = writer.inputs();
      for (InputKernel input : inputs) {
        FloatBuffer staging = Plan.floats(input.staging());
        stagingBuffers.add(staging);
        staged.add(plan.onHeap(staging.capacity()));
      }
    } catch (RuntimeException | Error e) {
      plan.close();
      throw e;
    }
    forward = plan.forward().toArray(new Step[0]);
    backward = plan.backward().toArray(new Step[0]);
    writer.outputs().forEach(value -> outputBuffers.add(Plan.floats(value)));
    writer.seeds().forEach(value -> seedBuffers.add(Plan.floats(value)));
    Arenas arenas = plan.arenas();
    update =
        mode.differentiates()
            ? new SgdUpdate(arenas.masters(), arenas.gradients(), arenas.velocities())
            : null;
  }

  /**
   * Compiles {@code network} for {@code batch} samples at a time, all its outputs; {@link
   * Network#inferenceForm} is without the auxiliary ones.
   *
   * @throws IllegalArgumentException for a batch below 1
   * @throws NotEnoughMemoryException with nothing left allocated, and the batch that would fit or
   *     how to enlarge the heap
   * @throws NativeUnavailableException where oneDNN cannot be loaded or does not compute {@code
   *     precision}
   */
  public static Executable compile(Network network, int batch, Precision precision, Mode mode) {
    if (batch < 1) {
      throw new IllegalArgumentException(
          network.name()
              + ": expected a batch of at least 1, received "
              + batch
              + "; pass the number of samples to compute at once.");
    }
    NativeInfo.load().require(precision, network.name());
    KernelCache.limit();
    Threads.apply();
    return new Executable(network, batch, precision, mode);
  }

  /**
   * The native memory that {@link #compile} would allocate, without allocating it: for networks
   * that do not fit, and for comparison with the account that {@code recap.account} makes from the
   * layers alone.
   */
  public static MemoryReport memoryFor(Network network, int batch, Precision precision, Mode mode) {
    NativeInfo.load().require(precision, network.name());
    try (var plan = new Plan(network, batch, precision, mode)) {
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

  /**
   * Sets all tensors of the network; momentum becomes zero.
   *
   * @throws IllegalArgumentException listing every missing, extra and mis-shaped tensor
   */
  public void load(Weights weights) {
    requireOpen();
    requireFitting(weights, plan.network().parameters());
    plan.loaders().forEach(loader -> loader.accept(weights));
    if (plan.mode().differentiates()) {
      plan.arenas().velocities().clear();
    }
  }

  private void requireFitting(Weights weights, Map<String, Param> parameters) {
    List<String> mismatches = weights.mismatches(parameters);
    if (!mismatches.isEmpty()) {
      throw new IllegalArgumentException(
          plan.network().name()
              + ": expected its own tensors, received others; fix these:\n  "
              + String.join("\n  ", mismatches));
    }
  }

  /** All tensors as they are now, float32 masters and running statistics; not in inference. */
  public Weights weights() {
    return copy(parameter -> true, Parameter::master);
  }

  /** The gradients of the learned tensors after {@link #backward}. */
  public Weights gradients() {
    return copy(parameter -> parameter.gradient() != null, Parameter::gradient);
  }

  /** The velocities of the learned tensors. */
  public Weights momentum() {
    return copy(parameter -> parameter.velocity() != null, Parameter::velocity);
  }

  private Weights copy(Predicate<Parameter> which, Function<Parameter, Value> value) {
    requireOpen();
    requireBackward("weights, gradients and momentum");
    var tensors = new LinkedHashMap<String, Tensor>();
    for (String name : plan.network().parameters().keySet()) {
      Parameter parameter = plan.parameters().get(name);
      if (which.test(parameter)) {
        tensors.put(name, parameter.read(value.apply(parameter)));
      }
    }
    return new Weights(tensors);
  }

  /**
   * Sets the velocities, as {@link #momentum} returned them.
   *
   * @throws IllegalArgumentException listing every missing, extra and mis-shaped tensor
   */
  public void loadMomentum(Weights velocities) {
    requireOpen();
    requireBackward("momentum");
    requireFitting(velocities, plan.network().learnedParameters());
    velocities
        .tensors()
        .forEach(
            (name, tensor) -> {
              Parameter parameter = plan.parameters().get(name);
              parameter.write(parameter.velocity(), tensor.values());
            });
  }

  /** Dropout and drop-path of the next forward pass are a function of {@code seed, iteration}. */
  public void seed(long seed, long iteration) {
    plan.random().set(seed, iteration);
  }

  /** Where to put the next batch: N x C x H x W or N x F values, row-major. */
  public float[] inputBuffer() {
    return inputBuffer(0);
  }

  /** As {@link #inputBuffer()}, for the input at position {@code index} of a network of several. */
  public float[] inputBuffer(int index) {
    requireIndex("an input", index, staged.size());
    return staged.get(index);
  }

  /** Computes the outputs of the batch in {@link #inputBuffer}. */
  public void forward() {
    requireOpen();
    Threads.apply();
    for (int i = 0; i < staged.size(); i++) {
      stagingBuffers.get(i).put(0, staged.get(i));
    }
    for (Step step : forward) {
      step.run();
    }
    forwardDone = true;
  }

  /**
   * Copies output {@code index} of the last forward pass, row-major, into {@code into}.
   *
   * @throws ShapeException where there is no such output, or it has another number of values
   */
  public void output(int index, float[] into) {
    requireOpen();
    requireIndex("an output", index, outputBuffers.size());
    requireLength("values of the output", outputBuffers.get(index).capacity(), into.length);
    outputBuffers.get(index).get(0, into);
  }

  /**
   * The mean softmax cross-entropy of the last forward pass, auxiliary outputs weighted 0.3; sets
   * the gradients of the outputs for {@link #backward}. Not a number or infinite when the training
   * has diverged.
   *
   * @param labels N classes
   */
  public double loss(int[] labels) {
    requireOpen();
    requireBackward("the loss");
    int classes = plan.network().output().shape().channels();
    SoftmaxCrossEntropy.requireLabels(plan.network().name(), labels, plan.batch(), classes);
    double loss = 0;
    for (int i = 0; i < seedBuffers.size(); i++) {
      requireLength(
          "logits of every output", plan.batch() * classes, outputBuffers.get(i).capacity());
      loss +=
          SoftmaxCrossEntropy.loss(
              outputBuffers.get(i), labels, seedBuffers.get(i), i == 0 ? 1 : AUXILIARY_WEIGHT);
    }
    return loss;
  }

  /**
   * Computes all gradients from those of the outputs that {@link #loss} has set; once after each
   * forward pass.
   */
  public void backward() {
    requireOpen();
    requireBackward("a backward pass");
    if (!forwardDone) {
      throw new IllegalStateException(
          plan.network().name()
              + ": expected a forward pass before each backward pass, received none; call forward()"
              + " first, since the backward pass overwrites what it has read.");
    }
    forwardDone = false;
    for (Step step : backward) {
      step.run();
    }
  }

  /**
   * Computes all gradients from {@code dy}, the gradient of each output, row-major.
   *
   * @throws ShapeException for other numbers of outputs or values
   */
  public void backward(float[]... dy) {
    requireOpen();
    requireBackward("a backward pass");
    requireLength("gradients of outputs", seedBuffers.size(), dy.length);
    for (int i = 0; i < dy.length; i++) {
      requireLength("values of a gradient", seedBuffers.get(i).capacity(), dy[i].length);
      seedBuffers.get(i).put(0, dy[i]);
    }
    backward();
  }

  /** The gradient by input {@code index}, row-major; only in {@link Mode#ANALYSIS}. */
  public float[] inputGradient(int index) {
    requireOpen();
    requireIndex("an input", index, inputs.size());
    Value gradient = inputs.get(index).gradient();
    if (gradient == null) {
      throw new IllegalStateException(
          plan.network().name()
              + ": expected Mode.ANALYSIS, received "
              + plan.mode()
              + "; compile with Mode.ANALYSIS to keep the gradient by the input.");
    }
    FloatBuffer buffer = Plan.floats(gradient);
    float[] values = new float[buffer.capacity()];
    buffer.get(values);
    return values;
  }

  /** v = momentum v + g + weightDecay w; w = w - rate v, for every learned tensor. */
  public void update(double rate, double momentum, double weightDecay) {
    requireOpen();
    requireBackward("an update");
    update.run(rate, momentum, weightDecay);
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
   * How many of the first {@code count} samples of the last forward pass got their label.
   *
   * @throws ShapeException for more samples than labels or than the batch holds
   */
  public int correct(int[] labels, int count) {
    requireOpen();
    if (count > Math.min(labels.length, plan.batch())) {
      throw new ShapeException(
          plan.network().name(),
          "at most " + Math.min(labels.length, plan.batch()) + " samples to count",
          String.valueOf(count),
          "pass a label for each, and no more than the batch holds");
    }
    int classes = plan.network().output().shape().channels();
    int correct = 0;
    for (int n = 0; n < count; n++) {
      correct += SoftmaxCrossEntropy.top(outputBuffers.get(0), classes, n) == labels[n] ? 1 : 0;
    }
    return correct;
  }

  /**
   * The L2 norm of the gradient of the tensor called {@code parameter}.
   *
   * @throws IllegalArgumentException for a name that no learned tensor has
   */
  public double gradientNorm(String parameter) {
    requireOpen();
    requireBackward("a gradient");
    Set<String> learned = plan.network().learnedParameters().keySet();
    if (!learned.contains(parameter)) {
      throw new IllegalArgumentException(Nearest.message("learned tensor", parameter, learned));
    }
    FloatBuffer values = Plan.floats(plan.parameters().get(parameter).gradient());
    double sum = 0;
    for (int i = 0; i < values.capacity(); i++) {
      sum += (double) values.get(i) * values.get(i);
    }
    return Math.sqrt(sum);
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
    return (int) steps().filter(Step::reorder).count();
  }

  /**
   * The calls of one step for which oneDNN has only its reference on this processor: plain loops,
   * which may take longer than all the rest.
   */
  public List<String> references() {
    requireOpen();
    return steps().filter(Step::reference).map(Step::name).toList();
  }

  private Stream<Step> steps() {
    return Stream.concat(plan.forward().stream(), plan.backward().stream());
  }

  /**
   * Time of each call of one forward and, if there is one, backward pass, in nanoseconds. The
   * passes count: running statistics move on, and the next backward pass needs a forward pass
   * again.
   */
  public Map<String, Long> profile() {
    requireOpen();
    Threads.apply();
    var times = new LinkedHashMap<String, Long>();
    for (Step[] steps : List.of(forward, backward)) {
      for (Step step : steps) {
        long start = System.nanoTime();
        step.run();
        times.merge(step.name(), System.nanoTime() - start, Long::sum);
      }
    }
    forwardDone = false;
    return times;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          plan.network().name()
              + ": expected an open executable, received a closed one; compile"
              + " it again.");
    }
  }

  private void requireIndex(String what, int index, int count) {
    if (index < 0 || index >= count) {
      throw new ShapeException(
          plan.network().name(),
          what + " from 0 to " + (count - 1),
          String.valueOf(index),
          "count them from 0 in the network's order");
    }
  }

  private void requireLength(String what, int expected, int received) {
    if (received != expected) {
      throw new ShapeException(
          plan.network().name(),
          expected + " " + what,
          String.valueOf(received),
          "pass an array of that length");
    }
  }

  private void requireBackward(String what) {
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
