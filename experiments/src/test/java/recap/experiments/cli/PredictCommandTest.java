package recap.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import recap.data.ImageNetInput;
import recap.data.ImageNetInput.Normalized;
import recap.experiments.Probabilities;
import recap.nn.Initializer;
import recap.nn.Network;
import recap.nn.Weights;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.Precision;
import recap.train.Safetensors;
import recap.zoo.Zoo;

class PredictCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path weights;
  private Path image;

  private int recap(Object... arguments) {
    String[] words = Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
    return Recap.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(words);
  }

  @BeforeEach
  void files() throws IOException {
    weights = folder.resolve("squeezenet.safetensors");
    Safetensors.of(Initializer.he().initialize(Zoo.build("squeezenet1_1"), 1)).write(weights);
    var picture = new BufferedImage(300, 240, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 300; x++) {
      for (int y = 0; y < 240; y++) {
        picture.setRGB(x, y, new Color(x * 255 / 300, y, (x * y) % 256).getRGB());
      }
    }
    image = folder.resolve("picture.png");
    ImageIO.write(picture, "png", image.toFile());
  }

  @Test
  void theFiveMostProbableClassesComeInOrder() {
    assertThat(recap("predict", "squeezenet1_1", "--weights", weights, image)).isZero();
    var lines = out.toString().lines().toList();
    assertThat(lines).hasSize(6);
    assertThat(lines.get(0)).isEqualTo(image.toString());
    var shares =
        lines.subList(1, 6).stream()
            .map(line -> Double.parseDouble(line.strip().split(" ")[0]))
            .toList();
    assertThat(shares).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(lines.get(1)).matches(" +[0-9.]+ %  class \\d+");
  }

  @ParameterizedTest
  @CsvSource({
    "squeezenet1_1,BY_STATISTICS,TO_SYMMETRIC_RANGE",
    "googlenet,TO_SYMMETRIC_RANGE,BY_STATISTICS"
  })
  void pixelsAreNormalisedAsTheWeightsExpect(String model, Normalized how, Normalized other) {
    Network network = Zoo.build(model);
    Weights values = Initializer.he().initialize(network, 1);
    Path file = folder.resolve("any.safetensors");
    Safetensors.of(values).write(file);
    assertThat(recap("predict", model, "--weights", file, image)).isZero();
    String top = out.toString().lines().toList().get(1);
    try (var executable = Executable.compile(network, 1, Precision.F32, Mode.INFERENCE)) {
      executable.load(values);
      assertThat(top).isEqualTo(top(executable, how)).isNotEqualTo(top(executable, other));
    }
  }

  /** The line of the most probable class. */
  private String top(Executable executable, Normalized how) {
    float[] pixels = ImageNetInput.read(image, 224, how);
    System.arraycopy(pixels, 0, executable.inputBuffer(), 0, pixels.length);
    executable.forward();
    float[] logits = new float[1000];
    executable.output(0, logits);
    double[] probabilities = Probabilities.softmax(logits, 0, logits.length);
    int best =
        IntStream.range(0, logits.length)
            .reduce(0, (a, b) -> probabilities[b] > probabilities[a] ? b : a);
    return String.format(Locale.ROOT, "  %5.1f %%  class %d", 100 * probabilities[best], best);
  }

  @Test
  void auxiliaryClassifiersInTheFileAreReadPast() {
    var whole = Initializer.he().initialize(Zoo.build("googlenet_aux"), 1);
    Path file = folder.resolve("googlenet.safetensors");
    Safetensors.of(whole).write(file);
    assertThat(recap("predict", "googlenet_aux", "--weights", file, image)).isZero();
    Safetensors.of(whole.of(Zoo.build("googlenet"))).write(file);
    String withAuxiliaries = out.toString();
    out.getBuffer().setLength(0);
    assertThat(recap("predict", "googlenet", "--weights", file, image)).isZero();
    assertThat(out).hasToString(withAuxiliaries);
  }

  @Test
  void whatIsNoPictureIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("text.png"), "no picture");
    assertThat(recap("predict", "squeezenet1_1", "--weights", weights, text)).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "recap: "
                + text
                + ": expected a PNG, JPEG or GIF picture, found something else; convert it.");
  }

  @Test
  void aMissingPictureIsRefused() {
    Path missing = folder.resolve("missing.jpg");
    assertThat(recap("predict", "squeezenet1_1", "--weights", weights, missing)).isEqualTo(1);
    assertThat(err.toString()).contains("expected a picture, found no readable file");
  }

  @Test
  void labelsThatAreNoTextAreRefused() {
    for (Path file : List.of(folder.resolve("missing.txt"), image)) {
      assertThat(recap("predict", "squeezenet1_1", "--weights", weights, "--labels", file, image))
          .isEqualTo(2);
      assertThat(err.toString())
          .contains("--labels: expected a UTF-8 text file")
          .contains("could not read " + file);
    }
  }

  @Test
  void labelsOfOtherClassesAreRefused() throws IOException {
    Path two = Files.writeString(folder.resolve("two.txt"), "cat\ndog\n");
    assertThat(recap("predict", "squeezenet1_1", "--weights", weights, "--labels", two, image))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--labels: expected 1000 names, one a line, received 2 in");
  }

  @Test
  void weightsThatAreNoNumbersAreRefused() {
    Weights some = Initializer.he().initialize(Zoo.build("squeezenet1_1"), 1);
    some.get("classifier.1.bias").values()[7] = Float.NaN;
    Safetensors.of(some).write(weights);
    assertThat(recap("predict", "squeezenet1_1", "--weights", weights, image)).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "recap: "
                + weights
                + ": expected finite weights, found classifier.1.bias with values that are none;"
                + " take the file of a training that ended well.");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void weightsOfAnotherModelAreRefusedWithTheWholeList() {
    assertThat(recap("predict", "resnet18", "--weights", weights, image)).isEqualTo(1);
    assertThat(err.toString()).contains("conv1.weight").contains("features.0.weight");
  }

  /** Weights that were trained on images normalised otherwise would answer, and wrongly. */
  @ParameterizedTest
  @ValueSource(strings = {"cifar_resnet8", "alexnet4_relu", "lenet5"})
  void aModelOfOtherImagesIsWrongUsage(String model) {
    Path file = folder.resolve("own.safetensors");
    Safetensors.of(Initializer.he().initialize(Zoo.build(model), 1)).write(file);
    assertThat(recap("predict", model, "--weights", file, image)).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "recap: predict: expected a model of ImageNet's 1000 classes, received " + model)
        .contains("; use one such as resnet18");
    assertThat(out.toString()).isEmpty();
  }
}
