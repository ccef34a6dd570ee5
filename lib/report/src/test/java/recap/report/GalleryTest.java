package recap.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class GalleryTest {
  private static BufferedImage picture(int width, int height, Color colour) {
    var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      picture.setRGB(i % width, i / width, colour.getRGB());
    }
    return picture;
  }

  @Test
  void picturesAreEnlargedSideBySideAndRowsBelowEachOther() {
    var gallery =
        new Gallery("g", 4)
            .row("", List.of(picture(3, 2, Color.RED), picture(3, 2, Color.GREEN)))
            .row("", List.of(picture(2, 5, Color.BLUE)));
    assertThat(gallery.getWidth()).isEqualTo(14 + 4 + 2 * (3 * 4 + 4) + 14);
    assertThat(gallery.getHeight()).isEqualTo(14 + 34 + (2 * 4 + 4) + (5 * 4 + 4) + 14);
    var painted =
        new BufferedImage(gallery.getWidth(), gallery.getHeight(), BufferedImage.TYPE_INT_RGB);
    var g = painted.createGraphics();
    gallery.paint(g, painted.getWidth(), painted.getHeight());
    g.dispose();
    assertThat(count(painted, Color.RED)).isEqualTo(3 * 2 * 16);
    assertThat(count(painted, Color.GREEN)).isEqualTo(3 * 2 * 16);
    assertThat(count(painted, Color.BLUE)).isEqualTo(2 * 5 * 16);
    assertThat(painted.getRGB(18, 48)).isEqualTo(Color.RED.getRGB());
    assertThat(painted.getRGB(18 + 16, 48)).isEqualTo(Color.GREEN.getRGB());
    assertThat(painted.getRGB(18, 48 + 12)).isEqualTo(Color.BLUE.getRGB());
  }

  private static long count(BufferedImage image, Color colour) {
    long count = 0;
    for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
      int rgb = image.getRGB(i % image.getWidth(), i / image.getWidth());
      count += rgb == colour.getRGB() ? 1 : 0;
    }
    return count;
  }

  @Test
  void aFactorBelowOneIsRefused() {
    assertThatThrownBy(() -> new Gallery("g", 0))
        .hasMessage("Gallery: expected a factor of at least 1, received 0; use 4.");
  }
}
