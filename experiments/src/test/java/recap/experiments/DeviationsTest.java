package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

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

  @ParameterizedTest
  @EnumSource
  void batchNormOfTwoGpusSeesHalfABatch(Scale scale) {
    assertThat(of(new Degradation(), scale)).contains("two GPUs", "from all 128.");
  }

  @ParameterizedTest
  @EnumSource
  void fractalNetHasAScheduleOfItsOwn(Scale scale) {
    assertThat(of(new LaterArchitectures(), scale))
        .contains("FractalNet's whenever the epochs that are left have halved");
  }
}
