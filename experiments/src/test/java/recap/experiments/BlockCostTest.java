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

class BlockCostTest {
  /** Three turns around the given milliseconds of a pass; a disturbed one among them. */
  private static RunRecord run(
      String arm, String first, double one, String second, double other, double stepFactor) {
    Point[] points = new Point[3];
    for (int turn = 1; turn <= points.length; turn++) {
      double disturbed = turn == 2 ? 100 : 1;
      Map<String, Double> values = new LinkedHashMap<>();
      values.put(first + ".forward_ms", disturbed * one);
      values.put(second + ".forward_ms", disturbed * other);
      values.put(first + ".step_ms", disturbed * one * stepFactor);
      values.put(second + ".step_ms", disturbed * other * stepFactor * 2);
      points[turn - 1] = new Point(turn, 0, values);
    }
    Map<String, Object> protocol = new BlockCost().protocol(Scale.QUICK, arm);
    var spec = new RunSpec("block-cost", arm, Scale.QUICK, 1, protocol);
    return Records.of(spec, Status.FINISHED, points);
  }

  /** Batches of 8 times 3 blocks in 24 and 48 ms, so a block takes an image 1 and 2 ms. */
  private static RunRecord blocks() {
    return run("c64-h56", "basic", 24, "bottleneck", 48, 4);
  }

  private static Conclusion conclude(RunRecord... records) {
    return new BlockCost().conclude(Scale.QUICK, List.of(records));
  }

  @Test
  void aPassIsDividedByItsImagesAndItsBlocks() {
    Table all = conclude(blocks()).tables().get("block-cost");
    Table basic = all.where(all.stringColumn("network").isEqualTo("basic"));
    assertThat(basic.stringColumn("mode").asList()).containsExactly("forward", "training step");
    assertThat(basic.doubleColumn("min_ms").asList()).containsExactly(1.0, 4.0);
    assertThat(basic.doubleColumn("median_ms").asList()).containsExactly(1.0, 4.0);
    assertThat(basic.doubleColumn("max_ms").asList()).containsExactly(100.0, 400.0);
    // 18 HWC^2 and a third of a classifier of 640; two operations each, three passes a step.
    assertThat(basic.longColumn("macs").asList()).containsExactly(231_211_221L, 231_211_221L);
    assertThat(basic.doubleColumn("gflops").get(0)).isBetween(462.4, 462.5);
    assertThat(basic.doubleColumn("gflops").get(1)).isBetween(346.8, 346.9);
  }

  /** Whose times today's batch must not divide. */
  @Test
  void aRecordOfAnotherBatchIsLeftOut() {
    var changed = new LinkedHashMap<>(blocks().spec().configuration());
    changed.put("batch", 16);
    var spec = new RunSpec("block-cost", "c64-h56", Scale.QUICK, 1, changed);
    RunRecord other = Records.of(spec, Status.FINISHED, blocks().metrics().toArray(Point[]::new));
    assertThat(conclude(other).tables().get("block-cost").isEmpty()).isTrue();
  }

  @Test
  void evidenceHasTheRatioWithinEachPair() {
    RunRecord other = run("c512-h7", "basic", 24, "bottleneck", 12, 4);
    List<Finding> findings = conclude(blocks(), other).findings();
    assertThat(findings.get(1).claim()).isEqualTo("resnet-bottleneck-flops");
    assertThat(findings.get(1).evidence())
        .contains("bottleneck takes 0.50 to 2.00 times as long as basic (forward)")
        .contains("bottleneck takes 1.00 to 4.00 times as long as basic (training step)")
        .endsWith("; on CPU, avx2, 2 threads");
    assertThat(findings.get(0).evidence()).doesNotContain("times as long");
  }

  @Test
  void evidenceHasTheSpeedOfATrainingStep() {
    assertThat(conclude(blocks()).findings().get(0).evidence())
        .startsWith("a training step runs at 347 to 347 GFLOP/s over 1 sizes");
  }

  @Test
  void wholeNetworksAreTimedByTheImage() {
    Finding finding =
        conclude(run("resnet-34-50", "resnet34", 40, "resnet50", 50, 3)).findings().get(2);
    assertThat(finding.evidence())
        .startsWith(
            "resnet50 takes 1.25 times as long as resnet34 (forward); resnet50 takes 2.50 times as"
                + " long as resnet34 (training step)");
  }
}
