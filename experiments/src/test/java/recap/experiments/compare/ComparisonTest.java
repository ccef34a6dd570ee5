package recap.experiments.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComparisonTest {
  @Test
  void aFamilyIsTheLettersInFrontAndInceptionIsGoogLeNets() {
    assertThat(Comparison.family("resnet152")).isEqualTo("resnet");
    assertThat(Comparison.family("resnext50_32x4d")).isEqualTo("resnext");
    assertThat(Comparison.family("inception_v4")).isEqualTo(Comparison.family("googlenet"));
  }
}
