package recap.nn;

import java.util.List;
import java.util.Optional;

/** Mean of each map. Input C x H x W, output C features. Lin et al. 2013, section 3.2. */
public record GlobalAvgPool() implements Op {
  @Override
  public Shape infer(String who, List<Shape> inputs) {
    return Shape.features(Op.image(who, inputs).channels());
  }

  @Override
  public long operations(List<Shape> inputs) {
    return inputs.get(0).elements();
  }

  @Override
  public Optional<Window> window(List<Shape> inputs) {
    return Optional.of(Window.of(inputs.get(0).height(), inputs.get(0).width()));
  }
}
