package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import recap.data.Synthetic;
import recap.data.TrainTest;
import recap.experiments.record.Scale;
import recap.nn.ReLU;
import recap.train.Training;
import recap.zoo.AlexNet4;

class BudgetTest {
  private static Training training(int images, int batch) {
    TrainTest data = Synthetic.load(1, images, 64);
    var network = AlexNet4.of(new ReLU(), Datasets.shape(data.train()), 10);
    return Budget.training(network, data, batch, 20, 0.01, 1);
  }

  @Test
  void theRateFallsToATenthAfterThreeQuartersOfTheEpochs() {
    Training training = training(512, 128);
    assertThat(training.totalIterations()).isEqualTo(80);
    assertThat(training.schedule().rate(59)).isEqualTo(0.01);
    assertThat(training.schedule().rate(60)).isEqualTo(0.001);
  }

  @Test
  void aSmallSetGivesTwoBatchesAnEpoch() {
    assertThat(training(128, 128).batch()).isEqualTo(64);
    assertThat(training(512, 128).batch()).isEqualTo(128);
  }

  @Test
  void whatAScaleLeavesOutIsSaidInFigures() {
    assertThat(Budget.small(Scale.QUICK).length())
        .isEqualTo("Each run trains for 20 epochs over 5000 images");
    assertThat(Budget.small(Scale.QUICK).deviations()).hasSize(1);
    assertThat(Budget.small(Scale.PAPER).deviations()).isEmpty();
  }
}
