package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import recap.experiments.record.Scale;

/** What papers do otherwise that no setting shows. */
class DeviationsTest {
  private static String of(Experiment experiment, Scale scale) {
    return String.join(" ", experiment.deviations(scale));
  }

  @ParameterizedTest
  @EnumSource
  void functionInputAndStartOfTheFirstLeNetAreNamed(Scale scale) {
    assertThat(of(new LeNetOnMnist(), scale))
        .contains("1.7159 tanh(2a/3)", "squashing function behind it")
        .contains("between -0.1 and 1.175", "2.4 over the fan-in");
  }

  @Test
  void largeNumbersOfImagesAreGrouped() {
    assertThat(new PrecisionCurves().deviations(Scale.QUICK))
        .contains(
            "The first 10 000 training images stand for all 50 000, and the test error is measured"
                + " on the first 2000 test images.");
  }

  @ParameterizedTest
  @EnumSource
  void batchNormOfTwoGpusSeesHalfABatch(Scale scale) {
    assertThat(of(new Degradation(), scale)).contains("two GPUs", "from all 128.");
  }

  /** 351 batches of 128 are 44 928. */
  @Test
  void imagesThatFillNoBatchAreNamed() {
    assertThat(of(new Degradation(), Scale.PAPER)).contains("The 72 images of an epoch that fill");
    assertThat(of(new Degradation(), Scale.SMOKE)).doesNotContain("fill no batch");
  }

  @ParameterizedTest
  @EnumSource
  void figure1LeavesOpenWhatTanhMayDependOn(Scale scale) {
    assertThat(of(new ReluVsTanh(), scale))
        .contains(
            "gives neither batch, momentum nor initial weights",
            "a batch of 128, a momentum of 0.9 and",
            "Gaussians of 0.0001 in the first layer and 0.01 in the others",
            "only its rate is its own");
  }

  @ParameterizedTest
  @EnumSource
  void fractalNetHasAScheduleOfItsOwn(Scale scale) {
    assertThat(of(new LaterArchitectures(), scale))
        .contains("FractalNet's whenever the epochs that are left have halved");
  }
}
