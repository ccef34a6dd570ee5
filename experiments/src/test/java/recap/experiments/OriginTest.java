package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.Scale;

class OriginTest {
  private static RunRecord run(String arm, String ended, String weights) {
    var spec = Records.spec("ensemble", arm, Scale.QUICK, 1);
    return Records.ended(Records.of(spec, Status.FINISHED), ended, weights);
  }

  private final RunRecord one = run("one", "2026-01-01T00:10:00Z", "aa");
  private final RunRecord other = run("other", "2026-01-01T00:20:00Z", "bb");

  @Test
  void weightsDecideWhenTheyAreNamed() {
    var alone = new Origin(List.of(one));
    assertThat(alone.weightsSha256()).isEqualTo("aa");
    assertThat(alone.of(run("together", "2026-01-01T00:00:00Z", "aa"))).isTrue();
    assertThat(alone.of(run("together", "2026-01-01T00:30:00Z", "bb"))).isFalse();
    var both = new Origin(List.of(one, other));
    assertThat(both.of(run("together", "2026-01-01T00:30:00Z", both.weightsSha256()))).isTrue();
    assertThat(both.weightsSha256())
        .hasSize(64)
        .isNotEqualTo(new Origin(List.of(other, one)).weightsSha256());
  }

  @Test
  void aRecordThatNamesNoneIsNotOfWeightsThatCameLater() {
    var both = new Origin(List.of(one, other));
    assertThat(both.of(run("together", "2026-01-01T00:20:05Z", null))).isTrue();
    assertThat(both.of(run("together", "2026-01-01T00:15:00Z", null))).isFalse();
  }

  @Test
  void aRunWithoutOriginIsJudgedByNothing() {
    assertThat(Origin.NONE.of(one)).isTrue();
  }
}
