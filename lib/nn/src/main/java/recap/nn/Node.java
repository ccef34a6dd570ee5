package recap.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One layer at its place in a network: what it computes, from which nodes, and the shape that comes
 * out. Wiring infers the shape at once, so a mistake is reported where it is made. A block is a
 * function from node to node.
 */
public final class Node {
  private final String name;
  private final boolean named;
  private final Op op;
  private final List<Node> inputs;
  private final Shape shape;
  private final int index;

  private Node(String name, boolean named, Op op, List<Node> inputs, Shape shape, int index) {
    this.name = name;
    this.named = named;
    this.op = op;
    this.inputs = inputs;
    this.shape = shape;
    this.index = index;
  }

  /** The input of a network, one sample of {@code shape}. */
  public static Node input(Shape shape) {
    return input("input", shape);
  }

  /** One of several inputs of a network. */
  public static Node input(String name, Shape shape) {
    return new Node(name, true, new Input(shape), List.of(), shape, -1);
  }

  /** The input of a network: images of C x H x W. */
  public static Node input(int channels, int height, int width) {
    return input(Shape.image(channels, height, width));
  }

  /**
   * A layer with several inputs, such as {@link Add} and {@link Concat}.
   *
   * @throws ShapeException when the inputs do not fit
   */
  public static Node join(String name, Op op, List<Node> inputs) {
    return wire(name, true, op, inputs);
  }

  /** {@link #join(String, Op, List)} with a name made from the layer's kind. */
  public static Node join(Op op, Node... inputs) {
    return wire(op.kind().toLowerCase(Locale.ROOT), false, op, List.of(inputs));
  }

  /**
   * This node followed by {@code op}, under the name that its parameters get: {@code
   * layer1.0.conv1}.
   *
   * @throws ShapeException when this node's shape does not fit
   */
  public Node then(String name, Op op) {
    return wire(name, true, op, List.of(this));
  }

  /** {@link #then(String, Op)} with a name made from the layer's kind. */
  public Node then(Op op) {
    return wire(op.kind().toLowerCase(Locale.ROOT), false, op, List.of(this));
  }

  private static Node wire(String name, boolean named, Op op, List<Node> inputs) {
    var from = List.copyOf(inputs);
    String who = named ? name + " (" + op.kind() + ")" : op.kind();
    return new Node(name, named, op, from, op.infer(who, shapes(from)), -1);
  }

  private static List<Shape> shapes(List<Node> nodes) {
    var shapes = new ArrayList<Shape>(nodes.size());
    for (Node node : nodes) {
      shapes.add(node.shape);
    }
    return List.copyOf(shapes);
  }

  /** The same node at its place in a network's list. */
  Node placed(String name, List<Node> inputs, int index) {
    return new Node(name, true, op, List.copyOf(inputs), shape, index);
  }

  /** Unique within a network. */
  public String name() {
    return name;
  }

  boolean named() {
    return named;
  }

  /** The layer. */
  public Op op() {
    return op;
  }

  /** The nodes whose outputs it takes, in the layer's order. */
  public List<Node> inputs() {
    return inputs;
  }

  /** The only input of a layer that has one. */
  public Node input() {
    return inputs.get(0);
  }

  /** The shapes of the inputs. */
  public List<Shape> inputShapes() {
    return shapes(inputs);
  }

  /** The shape of one sample of the output. */
  public Shape shape() {
    return shape;
  }

  /** The place in the network's list; -1 before the node is part of a network. */
  public int index() {
    return index;
  }

  /** The layer's tensors under their names within the layer. */
  public List<Param> parameters() {
    return op.parameters(inputShapes());
  }

  /** {@code name (Conv2d) 64x56x56}. */
  @Override
  public String toString() {
    return name + " (" + op.kind() + ") " + shape;
  }
}
