package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import recap.data.ImageSet;
import recap.data.Normalization;
import recap.data.Synthetic;
import recap.experiments.StrongestPatches.Patch;
import recap.nn.Conv2d;
import recap.nn.Node;
import recap.nn.Tensor;
import recap.nn.Weights;

class StrongestPatchesTest {
  private static final ImageSet IMAGES = Synthetic.load(1, 128, 64).test();

  /** One unit answers with the red of its pixel, the other with its opposite. */
  private static StrongestPatches red(int count) {
    Node layer = Node.input(3, 32, 32).then("red", Conv2d.of(2, 1).noBias());
    float[] values = {1, 0, 0, -1, 0, 0};
    var weights = new Weights(Map.of("red.weight", new Tensor(List.of(2, 3, 1, 1), values)));
    Normalization normalization =
        Normalization.perChannel(List.of(0.5f, 0.5f, 0.5f), List.of(1f, 1f, 1f));
    return StrongestPatches.of(layer, weights, IMAGES, normalization, count);
  }

  private static int brightest(int image) {
    return IntStream.range(0, 32 * 32)
        .map(p -> IMAGES.pixel(image, 0, p / 32, p % 32))
        .max()
        .orElseThrow();
  }

  @Test
  void aUnitsPatchesAreTheStrongestPlacesOfTheStrongestImages() {
    List<Patch> patches = red(9).units().get(0);
    List<Integer> all =
        IntStream.range(0, IMAGES.size())
            .map(image -> -brightest(image))
            .sorted()
            .map(value -> -value)
            .boxed()
            .toList();
    assertThat(patches).hasSize(9);
    assertThat(patches).extracting(Patch::image).doesNotHaveDuplicates();
    assertThat(patches)
        .extracting(patch -> IMAGES.pixel(patch.image(), 0, patch.row(), patch.column()))
        .isEqualTo(all.subList(0, 9));
  }

  @Test
  void everyImageIsLookedAtOnceAndOnlyResponsesAboveZeroCount() {
    StrongestPatches patches = red(1000);
    long above = IntStream.range(0, IMAGES.size()).filter(image -> brightest(image) >= 128).count();
    assertThat(patches.units().get(0)).hasSize((int) above);
    assertThat(patches.units()).hasSize(2);
    assertThat(patches.units().get(1)).allMatch(patch -> patch.response() > 0);
  }

  @Test
  void purityIsTheShareOfTheCommonestClass() {
    // The synthetic set's classes take turns: images 0, 10 and 20 are of one.
    List<Patch> three = List.of(patch(0), patch(10), patch(20), patch(1));
    List<Patch> one = List.of(patch(3), patch(4));
    var patches = new StrongestPatches(IMAGES, Node.input(1, 1, 1), List.of(three, one, List.of()));
    assertThat(patches.purity()).isEqualTo((0.75 + 0.5) / 2);
  }

  private static Patch patch(int image) {
    return new Patch(image, 0, 0, 1);
  }

  @Test
  void aPictureIsWhatAPlaceSeesWithoutThePadding() {
    var corner = FeaturePictures.picture(IMAGES, patch(5), new Sight(5, 1, -2));
    assertThat(corner.getWidth()).isEqualTo(3);
    assertThat(corner.getHeight()).isEqualTo(3);
    int rgb = corner.getRGB(2, 1);
    assertThat(rgb >> 16 & 0xff).isEqualTo(IMAGES.pixel(5, 0, 1, 2));
    assertThat(rgb & 0xff).isEqualTo(IMAGES.pixel(5, 2, 1, 2));
    var middle = FeaturePictures.picture(IMAGES, new Patch(5, 4, 6, 1), new Sight(5, 2, -2));
    assertThat(middle.getWidth()).isEqualTo(5);
    assertThat(middle.getRGB(0, 0) >> 8 & 0xff).isEqualTo(IMAGES.pixel(5, 1, 6, 10));
  }

  @Test
  void aFiltersGreatestValueIsTheBrightestOrDarkest() {
    var weight = new Tensor(List.of(2, 3, 1, 1), new float[] {9, 9, 9, 2, -2, 0});
    BufferedImage picture = FeaturePictures.filter(weight, 1);
    assertThat(picture.getRGB(0, 0) & 0xffffff).isEqualTo(0xff0080);
  }
}
