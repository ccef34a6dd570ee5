package recap.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

class ChartImagesTest {
  private final XYChart chart = chart();

  private static XYChart chart() {
    var chart = new XYChartBuilder().width(320).height(200).title("Training error").build();
    chart.addSeries("relu", new double[] {1, 2}, new double[] {0.5, 0.25});
    return chart;
  }

  @Test
  void pngDecodesToTheChartsSize() throws IOException {
    byte[] png = Base64.getDecoder().decode(ChartImages.pngBase64(chart));
    var image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getWidth()).isEqualTo(320);
    assertThat(image.getHeight()).isEqualTo(200);
  }

  @Test
  void svgIsWholeAndHoldsNoScript() {
    assertThat(ChartImages.svg(chart).strip())
        .contains("<svg")
        .doesNotContain("<script")
        .endsWith("</svg>");
  }
}
