package recap.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import recap.train.Schedule.Watched;

class ScheduleTest {
  private static List<Metrics> testErrors(Double... errors) {
    return Arrays.stream(errors)
        .map(error -> new Metrics(1, 1, 0.1, 1, 0.5, Double.NaN, error, 1, 0, 0))
        .toList();
  }

  @Test
  void constantStays() {
    assertThat(Schedule.constant(0.01).rate(0)).isEqualTo(0.01);
    assertThat(Schedule.constant(0.01).rate(64_000)).isEqualTo(0.01);
  }

  @Test
  void stepDividesWhenAMilestoneIsReached() {
    Schedule resnet = Schedule.step(0.1, 0.1, 32_000, 48_000);
    assertThat(resnet.rate(31_999)).isEqualTo(0.1);
    assertThat(resnet.rate(32_000)).isCloseTo(0.01, within(1e-15));
    assertThat(resnet.rate(47_999)).isCloseTo(0.01, within(1e-15));
    assertThat(resnet.rate(48_000)).isCloseTo(0.001, within(1e-15));
  }

  @Test
  void warmUpRisesInAStraightLineToTheOtherSchedule() {
    Schedule schedule = Schedule.step(0.4, 0.5, 6).warmUp(4);
    assertThat(List.of(0, 1, 2, 3, 4, 5, 6).stream().map(schedule::rate))
        .containsExactly(0.1, 0.2, 0.30000000000000004, 0.4, 0.4, 0.4, 0.2);
  }

  @Test
  void plateauFallsAfterPatiencePointsWithoutImprovement() {
    Schedule plateau = Schedule.plateau(1, 0.5, 2, Watched.TEST_ERROR);
    assertThat(plateau.rate(9, testErrors(0.5, 0.4, 0.45))).isEqualTo(1);
    assertThat(plateau.rate(9, testErrors(0.5, 0.4, 0.45, 0.4))).isEqualTo(0.5);
    assertThat(plateau.rate(9, testErrors(0.5, 0.4, 0.45, 0.4, 0.41))).isEqualTo(0.5);
    assertThat(plateau.rate(9, testErrors(0.5, 0.4, 0.45, 0.4, 0.41, 0.42))).isEqualTo(0.25);
    assertThat(plateau.rate(9, testErrors(0.5, 0.4, 0.45, 0.39, 0.41))).isEqualTo(1);
  }

  @Test
  void aPlateauIsTheOneScheduleThatWatches() {
    Schedule plateau = Schedule.plateau(1, 0.5, 1, Watched.TRAINING_ERROR);
    assertThat(plateau.warmUp(10).watches(Watched.TRAINING_ERROR)).isTrue();
    assertThat(plateau.watches(Watched.TEST_ERROR)).isFalse();
    assertThat(Schedule.constant(1).watches(Watched.TRAINING_ERROR)).isFalse();
  }

  @Test
  void refusesUnusableSettings() {
    assertThatThrownBy(() -> Schedule.constant(0))
        .hasMessage("Schedule: expected a finite rate above 0, received 0.0; use 0.1.");
    assertThatThrownBy(() -> Schedule.constant(Double.NaN)).hasMessageContaining("received NaN");
    assertThatThrownBy(() -> Schedule.step(0.1, 0, 10))
        .hasMessage("Schedule: expected a finite factor above 0, received 0.0; use 0.1.");
    assertThatThrownBy(() -> Schedule.step(0.1, 0.1, 20, 10))
        .hasMessage(
            "Schedule: expected ascending milestones from 1, received [20, 10]; sort them.");
    assertThatThrownBy(() -> Schedule.constant(1).warmUp(0))
        .hasMessageContaining("a warm-up of at least 1 iteration, received 0");
    assertThatThrownBy(() -> Schedule.plateau(1, 0.1, 0, Watched.TEST_ERROR))
        .hasMessageContaining("a patience of at least 1 point, received 0");
    assertThatThrownBy(() -> Schedule.plateau(1, 1, 3, Watched.TEST_ERROR))
        .hasMessage("Schedule: expected a factor between 0 and 1, received 1.0; use 0.1.");
  }

  @Test
  void sgdRefusesUnusableSettings() {
    assertThatThrownBy(() -> new Sgd(1, 0))
        .hasMessage("Sgd: expected a momentum in [0, 1), received 1.0; use 0.9.");
    assertThatThrownBy(() -> new Sgd(0.9, -1))
        .hasMessage("Sgd: expected a weight decay of 0 or more, received -1.0; use 1e-4.");
  }
}
