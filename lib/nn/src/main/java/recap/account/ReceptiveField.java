package recap.account;

import java.util.ArrayList;
import java.util.List;
import recap.nn.Extent;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;

/**
 * What the first output of a node sees; its neighbours see as much, a stride further each.
 *
 * @param rows of the input, borders ignored
 * @param columns of the input
 */
record ReceptiveField(Span rows, Span columns) {
  private static final ReceptiveField PIXEL =
      new ReceptiveField(new Span(0, 0, 1), new Span(0, 0, 1));

  /** Of every node: over several inputs all that any of them sees. */
  static List<ReceptiveField> of(Network network) {
    var fields = new ArrayList<ReceptiveField>(network.nodes().size());
    for (Node node : network.nodes()) {
      fields.add(
          node.inputs().stream()
              .map(input -> fields.get(input.index()).through(node, input.shape()))
              .reduce(ReceptiveField::or)
              .orElse(PIXEL));
    }
    return fields;
  }

  Extent size() {
    return new Extent(rows.size(), columns.size());
  }

  Extent stride() {
    return new Extent(rows.stride, columns.stride);
  }

  private ReceptiveField or(ReceptiveField other) {
    return new ReceptiveField(rows.or(other.rows), columns.or(other.columns));
  }

  private ReceptiveField through(Node node, Shape input) {
    var window = node.op().window(node.inputShapes());
    if (window.isPresent()) {
      Extent reach = window.get().reach();
      Extent padding = window.get().padding();
      Extent step = window.get().stride();
      return new ReceptiveField(
          rows.through(reach.height(), padding.height(), step.height()),
          columns.through(reach.width(), padding.width(), step.width()));
    }
    // Without a window a layer keeps every pixel apart, or sees all of them as a vector.
    boolean whole = input.isImage() && !node.shape().isImage();
    return whole
        ? new ReceptiveField(
            rows.through(input.height(), 0, 1), columns.through(input.width(), 0, 1))
        : this;
  }

  /**
   * Rows or columns of the input that one output sees.
   *
   * @param first below 0 where it lies in the padding
   * @param last included
   * @param stride between neighbouring outputs
   */
  record Span(int first, int last, int stride) {
    int size() {
      return last - first + 1;
    }

    /** From the first to the last of both: branches need not share a centre. */
    Span or(Span other) {
      return new Span(
          Math.min(first, other.first), Math.max(last, other.last), Math.max(stride, other.stride));
    }

    /** The window's first tap lies P j before the output's own place, j the stride so far. */
    Span through(int reach, int padding, int step) {
      return new Span(
          first - padding * stride, last + (reach - 1 - padding) * stride, stride * step);
    }
  }
}
