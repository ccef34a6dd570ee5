package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import recap.nn.Node;
import recap.nn.Param;
import recap.nn.Weights;

/** The tensors of the network where a {@link Plan} keeps them, and what loads them. */
final class Parameters {
  private final Plan plan;
  private final Map<String, Parameter> declared = new HashMap<>();
  private final List<Consumer<Weights>> loaders = new ArrayList<>();

  Parameters(Plan plan) {
    this.plan = plan;
  }

  /**
   * A tensor of the network: learned ones get a gradient and a velocity of the same layout when the
   * plan differentiates.
   *
   * @param sizes as oneDNN sees them; a grouped weight has an axis more than the network declares
   */
  Parameter declare(Node node, Param param, long[] sizes, Desc layout) {
    String name = node.name() + "." + param.name();
    Arenas arenas = plan.arenas();
    boolean learned = param.learned() && plan.mode().differentiates();
    Arena own = param.learned() ? arenas.masters() : arenas.constants();
    Value master = own.value(name, layout);
    Value gradient = learned ? arenas.gradients().value(name, layout) : null;
    Value velocity = learned ? arenas.velocities().value(name, layout) : null;
    Desc plain = plan.tagged(sizes, dnnl_f32, rowMajorTag(sizes.length));
    var parameter = new Parameter(name, param.shape(), plain, master, gradient, velocity);
    declared.put(name, parameter);
    return parameter;
  }

  /** As {@link #declare}, loaded with the network's tensor as it is. */
  Parameter loaded(Node node, Param param, long[] sizes, Desc layout) {
    Parameter parameter = declare(node, param, sizes, layout);
    onLoad(weights -> parameter.write(parameter.master(), weights.get(parameter.name()).values()));
    return parameter;
  }

  private static int rowMajorTag(int rank) {
    return switch (rank) {
      case 1 -> dnnl_a;
      case 2 -> dnnl_ab;
      case 4 -> dnnl_abcd;
      default -> dnnl_abcde;
    };
  }

  /** The one that was declared under its full name; null if none was. */
  Parameter get(String name) {
    return declared.get(name);
  }

  /** Called with all tensors of the network whenever weights are loaded. */
  void onLoad(Consumer<Weights> loader) {
    loaders.add(loader);
  }

  /** Sets them all from the network's. */
  void load(Weights weights) {
    loaders.forEach(loader -> loader.accept(weights));
  }
}
