package recap.draw;

import java.util.List;
import recap.nn.Node;
import recap.nn.Shape;

/**
 * Something drawn as one: a layer with the light layers stacked on it, or a collapsed block.
 *
 * @param title the bold line
 * @param lines the lines below it
 * @param paint the colour of the box
 * @param stacked light layers under the box, each a strip of its own
 * @param block whether it stands for several layers
 * @param output the shape that leaves it
 * @param inputs indices of the items whose outputs it takes
 * @param side whether it leads to an auxiliary output alone
 */
record Item(
    String title,
    List<String> lines,
    Paint paint,
    List<Node> stacked,
    boolean block,
    Shape output,
    List<Integer> inputs,
    boolean side) {
  static final int STRIP = 16;

  /** Height in pixels. */
  int height() {
    return boxHeight() + STRIP * stacked.size();
  }

  /** Height of the box without its strips. */
  int boxHeight() {
    return 21 + 14 * lines.size();
  }
}
