package recap.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ImageSetTest {
  private static final List<String> CLASSES = List.of("cat", "dog");

  /** Three images of 2 x 1 x 2 whose values count up from 250. */
  private static ImageSet three() {
    byte[] pixels = new byte[12];
    for (int i = 0; i < 12; i++) {
      pixels[i] = (byte) (250 + i);
    }
    return ImageSet.of("pets", 2, 1, 2, CLASSES, pixels, new byte[] {0, 1, 0});
  }

  @Test
  void pixelsAreUnsignedAndInChannelOrder() {
    var set = three();
    assertThat(set.pixel(0, 0, 0, 1)).isEqualTo(251);
    assertThat(set.pixel(0, 1, 0, 1)).isEqualTo(253);
    assertThat(set.pixel(1, 0, 0, 0)).isEqualTo(254);
    assertThat(set.image(1)).containsExactly(254, 255, 0, 1);
    assertThat(set.label(1)).isEqualTo(1);
    assertThat(set).hasToString("pets: 3 images of 2x1x2, 2 classes");
  }

  @Test
  void subsetsAreViewsNamedWithTheirRange() {
    var rest = three().subset(1, 3);
    assertThat(rest.name()).isEqualTo("pets [1, 3)");
    assertThat(rest.size()).isEqualTo(2);
    assertThat(rest.sha256()).isEqualTo(three().sha256());
    assertThat(rest.image(0)).isEqualTo(three().image(1));
    assertThat(rest.subset(1, 2).image(0)).isEqualTo(three().image(2));
    assertThat(rest.subset(1, 2).label(0)).isZero();
    var parts = three().split(2);
    assertThat(parts.train().name()).isEqualTo("pets [0, 2)");
    assertThat(parts.test().name()).isEqualTo("pets [2, 3)");
  }

  /** The view must not show what lies beside it. */
  @Test
  void whatIsOutsideASubsetIsRefused() {
    var first = three().subset(0, 1);
    String images = "pets [0, 1): expected an image from 0 to 0, found ";
    assertThatThrownBy(() -> first.label(1)).hasMessageStartingWith(images + 1);
    assertThatThrownBy(() -> first.image(-1)).hasMessageStartingWith(images + -1);
    assertThatThrownBy(() -> first.pixel(0, 0, 0, 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a column from 0 to 1, found 2");
  }

  @Test
  void aSetIsImmutable() {
    byte[] pixels = new byte[4];
    byte[] labels = new byte[1];
    var set = ImageSet.of("pets", 2, 1, 2, CLASSES, pixels, labels);
    pixels[0] = 9;
    labels[0] = 1;
    set.image(0)[1] = 7;
    assertThat(set.image(0)).containsOnly(0);
    assertThat(set.label(0)).isZero();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> ImageSet.of("pets", 2, 1, 2, CLASSES, new byte[0], new byte[0]))
        .hasMessageContaining("expected at least one image, found none");
    assertThatThrownBy(() -> ImageSet.of("pets", 2, 1, 2, CLASSES, new byte[11], new byte[3]))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "pets: expected 3 images of 2x1x2, found 11 bytes; pass as many images as labels.");
    assertThatThrownBy(
            () -> ImageSet.of("pets", 65536, 65536, 1, CLASSES, new byte[0], new byte[1]))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found 0 bytes");
    assertThatThrownBy(() -> ImageSet.of("pets", 1, 1, 1, CLASSES, new byte[2], new byte[] {0, 2}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("labels from 0 to 1, found label 2 at image 1");
    assertThatThrownBy(() -> ImageSet.of("pets", 0, 1, 1, CLASSES, new byte[0], new byte[0]))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at least one channel");
    assertThatThrownBy(() -> three().subset(2, 4))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "pets.subset: expected 0 <= from < to <= 3, found from 2 to 4; choose a range within"
                + " the set.");
    var other = ImageSet.of("other", 1, 1, 2, CLASSES, new byte[2], new byte[1]);
    assertThatThrownBy(() -> new TrainTest(three(), other))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("two sets of one shape and the same classes");
  }
}
