package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.RunSpec;
import recap.experiments.record.Scale;
import tech.tablesaw.api.Table;

class ForwardTimesTest {
  private final ForwardTimes experiment = new ForwardTimes();

  /** Three turns around the given milliseconds of a pass; a disturbed one among them. */
  private RunRecord run(int batch, double resnets, double vggs) {
    Point[] points = new Point[3];
    for (int turn = 1; turn <= points.length; turn++) {
      Map<String, Double> values = new LinkedHashMap<>();
      for (String network : ForwardTimes.networks(Scale.QUICK).keySet()) {
        double millis =
            network.startsWith("vgg") ? vggs : network.startsWith("resnet") ? resnets : 1;
        values.put(network + ".forward_ms", turn == 2 ? 100 * millis : millis);
      }
      points[turn - 1] = new Point(turn, 0, values);
    }
    String arm = "batch-" + batch;
    var spec =
        new RunSpec("forward-time", arm, Scale.QUICK, 1, experiment.protocol(Scale.QUICK, arm));
    return Records.of(spec, Status.FINISHED, points);
  }

  private Finding finding(RunRecord... records) {
    return experiment.conclude(Scale.QUICK, List.of(records)).findings().get(0);
  }

  @Test
  void vggIsSlowestWhereItIsSoAtEverySizeOfTheBatch() {
    Finding finding = finding(run(16, 32, 128), run(1, 10, 20));
    assertThat(finding.verdict()).isEqualTo(Verdict.REPRODUCED);
    assertThat(finding.ours()).startsWith("vgg16 20.0, vgg19 20.0, resnet18 10.0, ");
    assertThat(finding.evidence())
        .endsWith(
            "a ResNet takes 50 to 50 % at batch 1, 25 to 25 % at batch 16; on CPU, avx2, 2 threads");
    assertThat(finding(run(16, 32, 128), run(1, 21, 20)).verdict())
        .isEqualTo(Verdict.NOT_REPRODUCED);
  }

  @Test
  void aPassIsDividedByItsImages() {
    Table all =
        experiment.conclude(Scale.QUICK, List.of(run(16, 32, 128))).tables().get("forward-time");
    Table vgg = all.where(all.stringColumn("network").isEqualTo("vgg16"));
    assertThat(vgg.doubleColumn("min_ms").get(0)).isEqualTo(8);
    assertThat(vgg.doubleColumn("median_ms").get(0)).isEqualTo(8);
    assertThat(vgg.doubleColumn("max_ms").get(0)).isEqualTo(800);
    // 15.47 G multiply-accumulates, of two operations each, in 8 ms.
    assertThat(vgg.doubleColumn("gflops").get(0)).isBetween(3867.0, 3868.0);
  }

  @Test
  void withoutVggNothingIsSaid() {
    assertThat(finding().verdict()).isEqualTo(Verdict.NOT_RUN);
    assertThat(experiment.conclude(Scale.QUICK, List.of()).charts()).isEmpty();
  }
}
