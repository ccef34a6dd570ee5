package recap.zoo;

import java.util.ArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import recap.nn.AvgPool;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.MaxPool;
import recap.nn.Node;
import recap.nn.Window;

/**
 * A branch of an Inception block as its figure labels it: convolutions such as {@code 1x7 224},
 * {@code 3x3 256 /2 V} (stride 2; V for no padding, else the size stays), each with batch norm and
 * ReLU; {@code avg}, a 3x3 mean that keeps the size; {@code max}, a 3x3 maximum with stride 2.
 */
final class Branch {
  private static final Pattern CONVOLUTION = Pattern.compile("(\\d)x(\\d) (\\d+)( /2)?( V)?");

  private Branch() {}

  /** The branch behind {@code x}, its units named {@code name.0}, {@code name.1} and so on. */
  static Node of(Node x, String name, String labels) {
    int i = 0;
    for (String label : labels.split(", ")) {
      x = layer(x, name + "." + i++, label);
    }
    return x;
  }

  /** Branches b1, b2 and so on from {@code x}, side by side, and their concatenation. */
  static Node join(Node x, String name, String... branches) {
    var ends = new ArrayList<Node>();
    for (String labels : branches) {
      ends.add(of(x, name + ".b" + (ends.size() + 1), labels));
    }
    return Node.join(name + ".concat", new Concat(), ends);
  }

  private static Node layer(Node x, String name, String label) {
    if (label.equals("max")) {
      return x.then(name, MaxPool.of(3, 2));
    }
    if (label.equals("avg")) {
      return x.then(name, AvgPool.of(3, 1).padding(1).withoutPadding());
    }
    Matcher part = CONVOLUTION.matcher(label);
    if (!part.matches()) {
      throw new IllegalArgumentException("no layer of an Inception figure: " + label);
    }
    int height = Integer.parseInt(part.group(1));
    int width = Integer.parseInt(part.group(2));
    Window window = Window.of(height, width).stride(part.group(4) == null ? 1 : 2);
    if (part.group(5) == null) {
      window = window.padding(height / 2, width / 2);
    }
    return ConvNorm.of(x, name, Conv2d.of(Integer.parseInt(part.group(3)), window));
  }
}
