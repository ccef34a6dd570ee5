package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import recap.data.Augmentation;
import recap.data.ImageSet;
import recap.data.Normalization;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.Scale;
import recap.nn.Initializer;
import recap.train.Training;

/** What experiments say of images and initial weights is what their trainings have. */
class TrainingSettingsTest {
  private static final Initializer HE = Initializer.he();

  private static Arguments row(
      String experiment,
      String arm,
      Augmentation augmentation,
      Function<ImageSet, Normalization> normalization,
      Initializer initializer) {
    return arguments(experiment, arm, augmentation, normalization, initializer);
  }

  static Stream<Arguments> settings() {
    Function<ImageSet, Normalization> unit = Normalization::unitVariance;
    Function<ImageSet, Normalization> mean = Normalization::pixelMean;
    Function<ImageSet, Normalization> mean255 = Normalization::pixelMean255;
    Augmentation none = Augmentation.NONE;
    Augmentation cropped = Augmentation.CROP_AND_FLIP;
    Initializer ofTheTime = Initializer.gaussian(1e-4, 1e-2);
    return Stream.of(
        row("alexnet-choices", "plain", none, unit, HE),
        row("alexnet-choices", "augmentation", cropped, unit, HE),
        row("alexnet-choices", "colour-noise", none.withColour(0.1), unit, HE),
        row("alexnet-choices", "dropout", none, unit, HE),
        row("relu-vs-tanh", "time-relu", none, mean255, ofTheTime),
        row("relu-vs-tanh", "time-tanh", none, mean255, ofTheTime),
        row("relu-vs-tanh", "today-relu", none, unit, HE),
        row("relu-vs-tanh", "today-tanh", none, unit, Initializer.xavier()),
        row("degradation", "plain-8", cropped, mean, HE),
        row("resnet-start", "unit-scales", cropped, mean, HE),
        row("float32-vs-bfloat16", "resnet-f32", cropped, mean, HE),
        row("float32-vs-bfloat16", "alexnet4-f32", none, unit, HE),
        row("later-architectures", "residual", cropped, unit, HE),
        row("ensemble", "resnet", cropped, unit, HE),
        row("features", "network", cropped, unit, HE),
        row("lenet-mnist", "lenet5", none, unit, Initializer.xavier()));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("settings")
  void anArmTrainsOnItsImagesFromItsWeights(
      String experiment,
      String arm,
      Augmentation augmentation,
      Function<ImageSet, Normalization> normalization,
      Initializer initializer) {
    var spec = Records.spec(experiment, arm, Scale.SMOKE, 1);
    var record = Records.of(spec, Status.FINISHED, Records.point(1, 1, "rate", 0.01));
    Training training = Experiments.of(experiment).job(record).orElseThrow().training();
    assertThat(training.augmentation()).isEqualTo(augmentation);
    assertThat(training.normalization().describe())
        .isEqualTo(normalization.apply(training.data().train()).describe());
    assertThat(weights(training, training.initializer())).isEqualTo(weights(training, initializer));
  }

  private static String weights(Training training, Initializer initializer) {
    return initializer.initialize(training.network(), 1).sha256();
  }
}
