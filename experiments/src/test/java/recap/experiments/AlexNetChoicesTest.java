package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import recap.data.Augmentation;
import recap.experiments.AlexNetChoices.Choice;
import recap.experiments.ArmComparison.Measure;
import recap.experiments.SmallAlexNet.Norm;
import recap.nn.Network;
import recap.nn.Shape;

class AlexNetChoicesTest {
  private static final Shape INPUT = Shape.image(3, 32, 32);

  private static Network network(SmallAlexNet form) {
    return form.network("n", INPUT, 10);
  }

  private static Shape shape(Network network, String node) {
    return network.nodes().stream()
        .filter(n -> n.name().equals(node))
        .findFirst()
        .orElseThrow()
        .shape();
  }

  private static long count(SmallAlexNet form, String kind) {
    return network(form).nodes().stream().filter(n -> n.op().kind().equals(kind)).count();
  }

  @ParameterizedTest
  @EnumSource
  void allChoicesHaveMapsOfTheSameSizes(Choice choice) {
    Network network = network(choice.network());
    assertThat(shape(network, "pool1")).isEqualTo(Shape.image(32, 16, 16));
    assertThat(shape(network, "pool2")).isEqualTo(Shape.image(64, 8, 8));
    assertThat(shape(network, "pool3")).isEqualTo(Shape.image(64, 4, 4));
  }

  @Test
  void aChoiceChangesWhatItIsNamedFor() {
    SmallAlexNet plain = SmallAlexNet.plain();
    assertThat(count(plain, "Conv2d")).isEqualTo(3);
    assertThat(count(plain.withStackedKernels(), "Conv2d")).isEqualTo(5);
    assertThat(count(plain.with(Norm.RESPONSE), "LocalResponseNorm")).isEqualTo(2);
    assertThat(count(plain.with(Norm.BATCH), "BatchNorm")).isEqualTo(3);
    assertThat(count(plain.withDropout(), "Dropout")).isEqualTo(2);
    assertThat(network(plain.withDropout()).parameterCount())
        .isEqualTo(network(plain).parameterCount())
        .isEqualTo(network(plain.withTiledPools()).parameterCount());
    assertThat(Choice.AUGMENTATION.augmentation()).isEqualTo(Augmentation.CROP_AND_FLIP);
    assertThat(Choice.COLOUR_NOISE.augmentation()).isEqualTo(new Augmentation(0, false, 0.1));
    assertThat(Choice.DROPOUT.augmentation()).isEqualTo(Augmentation.NONE);
  }

  @Test
  void aGapAloneJudgesNothing() {
    assertThat(AlexNetChoices.comparisons())
        .filteredOn(comparison -> comparison.measures().contains(Measure.GENERALISATION_GAP))
        .hasSize(3)
        .allSatisfy(comparison -> assertThat(comparison.measures()).contains(Measure.TEST_ERROR));
  }

  @Test
  void everyComparedArmIsTrained() {
    List<String> arms = new AlexNetChoices().arms(recap.experiments.record.Scale.QUICK);
    assertThat(AlexNetChoices.comparisons())
        .allSatisfy(comparison -> assertThat(arms).containsAll(comparison.arms()));
  }
}
