package recap.experiments;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import recap.data.ImageSet;
import recap.experiments.StrongestPatches.Patch;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;
import recap.nn.Nearest;
import recap.nn.Node;
import recap.nn.Tensor;
import recap.nn.Weights;
import recap.report.Gallery;
import recap.train.Training;

/**
 * Pictures of what a network of {@link Features} responds to: the filters of its first convolution,
 * and patches of test images. Zeiler and Fergus 2013, figure 2.
 */
public final class FeaturePictures {
  private static final int IN_A_ROW = 16;

  private final Training training;
  private final Weights weights;

  private FeaturePictures(Training training, Weights weights) {
    this.training = training;
    this.weights = weights;
  }

  /**
   * Of the network that a finished run at the scale of {@code RECAP_SCALE} has trained.
   *
   * @throws IllegalStateException when there is no such run, or its weights are gone
   * @throws recap.data.DataException when the images are not there
   */
  public static FeaturePictures ofSeed(long seed) {
    Scale scale = Scale.fromEnvironment();
    RunStore store = RunStore.at(Home.results(), Features.ID, scale);
    TrainingJob job = Features.job(scale, seed);
    RunRecord trained =
        store
            .complete(job.spec())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "features: expected a finished run of seed %d at scale %s, found none; run the"
                                .formatted(seed, scale.label())
                            + " experiment first"));
    return new FeaturePictures(job.training(), TrainingRuns.kept(store, job, trained));
  }

  /** The filters of the first convolution in the colours that they add up; grey is 0. */
  public Gallery filters() {
    Node first = Features.convolutions(training.network()).get(0);
    Tensor weight = weights.get(first.name() + ".weight");
    List<BufferedImage> pictures = new ArrayList<>();
    for (int filter = 0; filter < weight.shape().get(0); filter++) {
      pictures.add(filter(weight, filter));
    }
    var gallery = new Gallery("The filters of " + first.name(), 9);
    for (int i = 0; i < pictures.size(); i += IN_A_ROW) {
      int end = Math.min(i + IN_A_ROW, pictures.size());
      gallery.row(i + " to " + (end - 1), pictures.subList(i, end));
    }
    return gallery;
  }

  /** One filter of C x k x k, whose greatest value becomes the brightest or darkest colour. */
  static BufferedImage filter(Tensor weight, int filter) {
    int channels = weight.shape().get(1);
    int k = weight.shape().get(2);
    float[] values = weight.values();
    int start = filter * channels * k * k;
    float most = Float.MIN_NORMAL;
    for (int i = 0; i < channels * k * k; i++) {
      most = Math.max(most, Math.abs(values[start + i]));
    }
    var picture = new BufferedImage(k, k, BufferedImage.TYPE_INT_RGB);
    for (int p = 0; p < k * k; p++) {
      int rgb = 0;
      for (int colour = 0; colour < 3; colour++) {
        float value = values[start + Math.min(colour, channels - 1) * k * k + p];
        rgb = rgb << 8 | Math.round(127.5f + 127.5f * value / most);
      }
      picture.setRGB(p % k, p / k, rgb);
    }
    return picture;
  }

  /**
   * For the first units of a convolution, what each sees where it responds most in test images, the
   * strongest first. A unit that never responds has no picture.
   *
   * @param layer {@code conv1}
   * @param units how many
   * @throws IllegalArgumentException for another layer, with the nearest names
   */
  public Gallery patches(String layer, int units) {
    List<Node> convolutions = Features.convolutions(training.network());
    Node node =
        convolutions.stream()
            .filter(one -> one.name().equals(layer))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        Nearest.message(
                            "layer", layer, convolutions.stream().map(Node::name).toList())));
    StrongestPatches strongest = Features.strongest(training, node, weights);
    Sight sight = Sight.of(node);
    int factor = Math.max(1, 56 / Math.min(sight.size(), training.data().test().height()));
    var gallery = new Gallery("What units of " + layer + " see where they respond most", factor);
    for (int unit = 0; unit < Math.min(units, strongest.units().size()); unit++) {
      List<BufferedImage> pictures =
          strongest.units().get(unit).stream()
              .map(patch -> picture(strongest.images(), patch, sight))
              .toList();
      gallery.row("unit " + unit, pictures);
    }
    return gallery;
  }

  /** The part of an image that a place sees, without the padding. */
  static BufferedImage picture(ImageSet images, Patch patch, Sight sight) {
    int top = Math.max(0, sight.first(patch.row()));
    int left = Math.max(0, sight.first(patch.column()));
    int bottom = Math.min(images.height(), sight.first(patch.row()) + sight.size());
    int right = Math.min(images.width(), sight.first(patch.column()) + sight.size());
    var picture = new BufferedImage(right - left, bottom - top, BufferedImage.TYPE_INT_RGB);
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int rgb = 0;
        for (int colour = 0; colour < 3; colour++) {
          int channel = Math.min(colour, images.channels() - 1);
          rgb = rgb << 8 | images.pixel(patch.image(), channel, y, x);
        }
        picture.setRGB(x - left, y - top, rgb);
      }
    }
    return picture;
  }
}
