package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;

/**
 * A step being written down: the kernels append their calls and declare their buffers and
 * parameters here. Nothing is allocated before {@link #allocate}.
 */
final class Plan implements AutoCloseable {
  private final Network network;
  private final int batch;
  private final Precision precision;
  private final Mode mode;
  private final int threads;
  private final Layout layout;
  private final List<List<Node>> consumers;
  private final Resources resources = new Resources();
  private final Arenas arenas = new Arenas();
  private final Parameters parameters = new Parameters(this);
  private final Calls calls = new Calls();
  private final RandomState random = new RandomState();
  private final dnnl_primitive_attr plainAttributes;
  private final dnnl_primitive_attr accumulating;
  private final Map<String, Desc> descs = new HashMap<>();
  private final Copies copies = new Copies(this);
  private final SharedDescriptors shared = new SharedDescriptors(this);
  private final List<Runnable> allocationActions = new ArrayList<>();

  Plan(Network network, int batch, Precision precision, Mode mode) {
    this(network, batch, precision, mode, Threads.count());
  }

  /**
   * @param threads that compute: oneDNN chooses primitives and counts working space for so many
   */
  Plan(Network network, int batch, Precision precision, Mode mode, int threads) {
    this.threads = Threads.require(threads);
    Threads.apply(threads);
    this.network = network;
    this.batch = batch;
    this.precision = precision;
    this.mode = mode;
    this.consumers = network.consumers();
    this.layout = Layout.choose(network, batch, precision, mode);
    this.plainAttributes = new PostOps(resources).attributes();
    this.accumulating = new PostOps(resources).accumulate().attributes();
  }

  Network network() {
    return network;
  }

  int batch() {
    return batch;
  }

  Precision precision() {
    return precision;
  }

  /** Makes the calling thread compute with as many threads as the primitives are made for. */
  void applyThreads() {
    Threads.apply(threads);
  }

  int threads() {
    return threads;
  }

  /** The nodes that read {@code node}'s output. */
  List<Node> consumers(Node node) {
    return consumers.get(node.index());
  }

  Mode mode() {
    return mode;
  }

  Layout layout() {
    return layout;
  }

  Resources resources() {
    return resources;
  }

  RandomState random() {
    return random;
  }

  /** The tensors of the network. */
  Parameters parameters() {
    return parameters;
  }

  /** What was appended so far. */
  Calls calls() {
    return calls;
  }

  Arenas arenas() {
    return arenas;
  }

  /** Tensors in other layouts and formats. */
  Copies copies() {
    return copies;
  }

  SharedDescriptors shared() {
    return shared;
  }

  /** oneDNN's name of a precision's format. */
  static int type(Precision precision) {
    return precision == Precision.BF16 ? dnnl_bf16 : dnnl_f32;
  }

  int type() {
    return type(precision);
  }

  /** N x C x H x W or N x F. */
  long[] sizes(Shape shape) {
    return shape.isImage()
        ? new long[] {batch, shape.channels(), shape.height(), shape.width()}
        : new long[] {batch, shape.channels()};
  }

  /** How every tensor of {@code shape} lies in memory between two layers. */
  Desc desc(Shape shape) {
    return tagged(sizes(shape), type(), shape.isImage() ? layout.tag() : dnnl_ab);
  }

  /** How the output of {@code node} lies for those who read it; the batch may differ in that. */
  Desc desc(Node node) {
    Shape shape = node.shape();
    int tag = shape.isImage() ? layout.tag(node, consumers(node)) : dnnl_ab;
    return tagged(sizes(shape), type(), tag);
  }

  /** Row-major N, C, H, W or N, F in the precision of computation. */
  Desc rowMajor(Shape shape) {
    return tagged(sizes(shape), type(), shape.isImage() ? dnnl_nchw : dnnl_ab);
  }

  /** Row-major float32, as the outside world has it. */
  Desc external(Shape shape) {
    return tagged(sizes(shape), dnnl_f32, shape.isImage() ? dnnl_nchw : dnnl_ab);
  }

  /** {@code size} float32 values in a row. */
  Desc vector(long size) {
    return tagged(new long[] {size}, dnnl_f32, dnnl_a);
  }

  Desc tagged(long[] sizes, int type, int tag) {
    String key = Arrays.toString(sizes) + type + ":" + tag;
    return descs.computeIfAbsent(key, unused -> Desc.tagged(resources, sizes, type, tag));
  }

  /** A tensor that lives from the first call that touches it to the last. */
  Value temporary(String name, Desc desc) {
    return arenas.activations().value(name, desc);
  }

  /** As {@link #temporary}, for what another choice of primitives would do without. */
  Value working(String name, Desc desc) {
    return arenas.scratch().value(name, desc);
  }

  /** A tensor with a place of its own, zero until something is written there. */
  Value constant(String name, Desc desc) {
    return arenas.constants().value(name, desc);
  }

  /** A tensor with a place of its own that holds {@code values}, float32, as they lie there. */
  Value constant(String name, Desc desc, float[] values) {
    Value constant = constant(name, desc);
    onAllocate(() -> HostMemory.floats(this, constant).put(0, values));
    return constant;
  }

  /** Attributes that only put the scratchpad in our hands. */
  dnnl_primitive_attr attributes() {
    return plainAttributes;
  }

  /** As {@link #attributes}, of a primitive that adds to what its target holds. */
  dnnl_primitive_attr accumulating() {
    return accumulating;
  }

  PostOps postOps() {
    return new PostOps(resources);
  }

  /** Destroys {@code descriptor} with the plan. */
  dnnl_primitive_desc own(dnnl_primitive_desc descriptor) {
    return resources.own(descriptor, () -> dnnl_primitive_desc_destroy(descriptor));
  }

  /** Appends a primitive. */
  void call(String name, dnnl_primitive_desc descriptor, Map<Integer, Value> arguments) {
    call(name, descriptor, arguments, false);
  }

  /** Appends a primitive; {@code reorder} counts it as one. */
  void call(
      String name, dnnl_primitive_desc descriptor, Map<Integer, Value> arguments, boolean reorder) {
    var all = new HashMap<>(arguments);
    Desc working = Desc.chosen(descriptor, dnnl_query_scratchpad_md);
    if (working.bytes() > 0) {
      all.put(DNNL_ARG_SCRATCHPAD, new Value(arenas.scratchpad(working.bytes()), working));
    }
    calls.append(new PrimitiveStep(resources, name, descriptor, all, reorder), all.values());
  }

  /** Appends work in Java on float32 {@code tensors}, whose values it gets in that order. */
  void host(String name, List<Value> tensors, Consumer<List<FloatBuffer>> work) {
    calls.append(new HostStep(this, name, tensors, work), tensors);
  }

  /** Appends target = a + b or a * b, b broadcast along axes of size 1. */
  void binary(
      String name, int algorithm, Value a, Value b, Value target, dnnl_primitive_attr attributes) {
    binary(name, algorithm, a, b, target, attributes, Map.of());
  }

  /** As above, with the tensors that {@code attributes} ask for. */
  void binary(
      String name,
      int algorithm,
      Value a,
      Value b,
      Value target,
      dnnl_primitive_attr attributes,
      Map<Integer, Value> further) {
    var descriptor = new dnnl_primitive_desc();
    Dnn.check(
        dnnl_binary_primitive_desc_create(
            descriptor,
            Dnn.ENGINE,
            algorithm,
            a.desc().handle(),
            b.desc().handle(),
            target.desc().handle(),
            attributes),
        name);
    var arguments = new HashMap<>(further);
    arguments.putAll(Map.of(DNNL_ARG_SRC_0, a, DNNL_ARG_SRC_1, b, DNNL_ARG_DST, target));
    call(name, own(descriptor), arguments);
  }

  /** Appends target = a b, matrices, or as many as their first axis counts. */
  void product(String name, Value a, Value b, Value target, dnnl_primitive_attr attributes) {
    dnnl_primitive_desc descriptor =
        shared.get(
            "product",
            List.of(a.desc(), b.desc(), target.desc()),
            attributes,
            created ->
                Dnn.check(
                    dnnl_matmul_primitive_desc_create(
                        created,
                        Dnn.ENGINE,
                        a.desc().handle(),
                        b.desc().handle(),
                        null,
                        target.desc().handle(),
                        attributes),
                    name));
    call(name, descriptor, Map.of(DNNL_ARG_SRC, a, DNNL_ARG_WEIGHTS, b, DNNL_ARG_DST, target));
  }

  /** Called once, when all buffers have their addresses. */
  void onAllocate(Runnable action) {
    allocationActions.add(action);
  }

  /** The bytes of all arenas, once every call is known. */
  MemoryReport place() {
    return arenas.place();
  }

  /** Allocates what {@link #place} counted and binds every call to it. */
  void allocate() {
    arenas.allocate();
    allocationActions.forEach(Runnable::run);
    allocationActions.clear(); // they hold arrays of constants
    calls.bind();
  }

  @Override
  public void close() {
    resources.close();
    arenas.close();
  }
}
