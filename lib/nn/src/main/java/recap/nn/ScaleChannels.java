package recap.nn;

import java.util.List;
import java.util.Set;

/**
 * Multiplies each channel of an image by a gate: y[c, i, j] = s[c] x[c, i, j]. Inputs C x H x W and
 * C features, output C x H x W. Hu et al. 2017 (squeeze-and-excitation), equation 4.
 */
public record ScaleChannels() implements Op {
  @Override
  public Shape infer(String who, List<Shape> inputs) {
    if (inputs.size() != 2
        || !inputs.get(0).isImage()
        || inputs.get(1).isImage()
        || inputs.get(0).channels() != inputs.get(1).channels()) {
      throw new ShapeException(
          who,
          "an image CxHxW and C features",
          inputs.toString(),
          "pass the image first and one gate for each of its channels second");
    }
    return inputs.get(0);
  }

  @Override
  public Set<Saved> saves() {
    return Set.of(Saved.INPUT);
  }
}
