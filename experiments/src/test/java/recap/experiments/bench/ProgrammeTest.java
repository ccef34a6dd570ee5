package recap.experiments.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import recap.onednn.Mode;
import recap.onednn.Precision;

class ProgrammeTest {
  private static final List<Mode> BOTH = List.of(Mode.TRAINING, Mode.INFERENCE);

  private static List<String> works(String... networks) {
    return Programme.of(List.of(networks), BOTH, List.of(Precision.F32)).stream()
        .map(Work::toString)
        .toList();
  }

  @Test
  void defaultsHaveTheirBatchesAndInferenceOfOneImageToo() {
    assertThat(works(Programme.NETWORKS.split(",")))
        .hasSize(15)
        .contains("cifar_resnet20 train f32 batch 128", "alexnet infer f32 batch 32");
    assertThat(works("resnet50"))
        .containsExactly(
            "resnet50 train f32 batch 16",
            "resnet50 infer f32 batch 16",
            "resnet50 infer f32 batch 1");
  }

  @Test
  void givenBatchHoldsForBothModes() {
    assertThat(works("resnet50:2", "lenet5"))
        .containsExactly(
            "resnet50 train f32 batch 2",
            "resnet50 infer f32 batch 2",
            "lenet5 train f32 batch 32",
            "lenet5 infer f32 batch 32");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lenet5:0", "lenet5:00", "lenet5:", "lenet5:x", ":8", "lenet5:8:8"})
  void otherFormsAreRefused(String network) {
    assertThatThrownBy(() -> works(network))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "--networks: expected NAME or NAME:BATCH such as cifar_resnet20:128, received '"
                + network
                + "'; separate several by commas");
  }
}
