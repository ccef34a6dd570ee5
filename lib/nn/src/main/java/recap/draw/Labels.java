package recap.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import recap.nn.Activation;
import recap.nn.AdaptiveAvgPool;
import recap.nn.AvgPool;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.DropPath;
import recap.nn.Dropout;
import recap.nn.Extent;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.LocalResponseNorm;
import recap.nn.MaxPool;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.PaddedShortcut;
import recap.nn.Scale;
import recap.nn.Window;

/** What the boxes say. */
final class Labels {
  private Labels() {}

  /** {@code conv 3x3 /2, 64} as papers write it; padding is left out. */
  static String of(Op op) {
    if (op instanceof Conv2d conv) {
      String groups = conv.groups() == 1 ? "" : ", " + conv.groups() + " groups";
      return "conv " + window(conv.window()) + ", " + conv.outChannels() + groups;
    } else if (op instanceof Linear linear) {
      return "fully connected, " + linear.outFeatures();
    } else if (op instanceof MaxPool pool) {
      return "max pool " + window(pool.window());
    } else if (op instanceof AvgPool pool) {
      return "average pool " + window(pool.window());
    } else if (op instanceof AdaptiveAvgPool pool) {
      return "average pool to " + pool.output();
    } else if (op instanceof GlobalAvgPool) {
      return "global average pool";
    } else if (op instanceof BatchNorm) {
      return "batch norm";
    } else if (op instanceof LocalResponseNorm) {
      return "response norm";
    } else if (op instanceof Dropout dropout) {
      return "dropout " + dropout.rate();
    } else if (op instanceof DropPath drop) {
      return String.format(Locale.ROOT, "drop path %.2f", drop.rate());
    } else if (op instanceof Scale scale) {
      return String.format(Locale.ROOT, "times %.3g", scale.factor());
    } else if (op instanceof PaddedShortcut shortcut) {
      return "zero-padded /" + shortcut.stride();
    }
    return op instanceof Activation ? op.kind() : words(op.kind());
  }

  /** {@code scale channels} of {@code ScaleChannels}. */
  private static String words(String kind) {
    return kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  private static String window(Window window) {
    String text = window.kernel().toString();
    Extent stride = window.stride();
    if (stride.height() != stride.width()) {
      return text + " /" + stride;
    }
    return stride.height() == 1 ? text : text + " /" + stride.height();
  }

  /** What a collapsed block holds: {@code 1x1, 3x3, 1x1 conv}, {@code 6 conv, 2 fc}. */
  static String summary(List<Node> members) {
    var kernels = new ArrayList<String>();
    int linear = 0;
    for (Node node : members) {
      if (node.op() instanceof Conv2d conv) {
        kernels.add(conv.window().kernel().toString());
      } else if (node.op() instanceof Linear) {
        linear++;
      }
    }
    var parts = new ArrayList<String>();
    if (!kernels.isEmpty()) {
      boolean few = kernels.size() <= 3;
      parts.add((few ? String.join(", ", kernels) : "" + kernels.size()) + " conv");
    }
    if (linear > 0) {
      parts.add(linear + " fc");
    }
    return parts.isEmpty() ? members.size() + " layers" : String.join(", ", parts);
  }

  /** {@code 25.6 M}: three digits and the SI letter. */
  static String si(long value) {
    String[] letters = {"", " k", " M", " G", " T"};
    double scaled = value;
    int letter = 0;
    while (scaled >= 999.5 && letter < letters.length - 1) {
      scaled /= 1000;
      letter++;
    }
    int decimals = letter == 0 ? 0 : scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f%s", scaled, letters[letter]);
  }
}
