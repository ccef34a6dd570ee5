package recap.labs.lab1;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import recap.labs.check.Inputs;
import recap.nn.Conv2d;
import recap.nn.Linear;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;
import recap.nn.Window;

/** Networks as rows of {@link Layer}, and the rows and inputs that a case gives. */
public final class Layers {
  private Layers() {}

  /**
   * The convolutions, pools and linear layers of {@code network}, in its order. Activations,
   * normalisations and dropout are left out: they have no parameters and change no shape.
   */
  public static List<Layer> of(Network network) {
    return network.nodes().stream().flatMap(node -> row(node).stream()).toList();
  }

  private static Optional<Layer> row(Node node) {
    String name = node.name();
    if (node.op() instanceof Conv2d conv) {
      Window window = conv.window();
      return Optional.of(
          Layer.conv(
              name,
              conv.outChannels(),
              window.kernel().height(),
              window.stride().height(),
              window.padding().height(),
              conv.groups()));
    } else if (node.op() instanceof MaxPool pool) {
      int stride = pool.window().stride().height();
      return Optional.of(Layer.pool(name, pool.window().kernel().height(), stride));
    } else if (node.op() instanceof Linear linear) {
      return Optional.of(Layer.linear(name, linear.outFeatures()));
    }
    return Optional.empty();
  }

  /** The rows of a case, its {@code layers}. */
  public static List<Layer> of(Inputs in) {
    return in.list("layers").stream().map(row -> Layer.of((Map<?, ?>) row)).toList();
  }

  /** The row of a case that has but one, its {@code layer}. */
  public static Layer only(Inputs in) {
    return Layer.of((Map<?, ?>) in.values().get("layer"));
  }

  /** What goes into the first row of a case: an image {@code C} x {@code H} x {@code W}. */
  public static Shape image(Inputs in) {
    return Shape.image(in.integer("C"), in.integer("H"), in.integer("W"));
  }
}
