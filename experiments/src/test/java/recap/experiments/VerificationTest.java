package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.experiments.cli.Recap;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.RunSpec;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;
import recap.onednn.NativeInfo;
import recap.onednn.Precision;
import recap.onednn.Threads;
import recap.train.TrainingListener;

class VerificationTest {
  private static final Degradation EXPERIMENT = new Degradation();

  @TempDir static Path results;

  private static RunStore store;
  private static RunRecord record;

  @BeforeAll
  static void trainOnce() throws InterruptedException {
    store = RunStore.at(results, EXPERIMENT.id(), Scale.SMOKE);
    var wanted =
        Records.of(Records.spec(EXPERIMENT.id(), "plain-8", Scale.SMOKE, 1), Status.RUNNING);
    record =
        new TrainingRuns(
                new Session(
                    Home.project(),
                    store,
                    Scale.SMOKE,
                    OptionalInt.empty(),
                    Threads.count(),
                    false,
                    "recap run",
                    Progress.SILENT))
            .complete(EXPERIMENT.job(wanted).orElseThrow());
  }

  private static Verification verify(RunRecord changed) throws InterruptedException {
    return Verification.of(EXPERIMENT, changed, Threads.count(), TrainingListener.NONE);
  }

  private static RunSpec spec(String setting, Object value) {
    var settings = new HashMap<>(record.spec().configuration());
    settings.put(setting, value);
    return new RunSpec(EXPERIMENT.id(), record.arm(), Scale.SMOKE, record.seed(), settings);
  }

  @Test
  void onTheSameMachineEveryHashIsTheSame() throws InterruptedException {
    Verification verification = verify(record);
    assertThat(verification.same()).as(verification.lines().toString()).isTrue();
    assertThat(verification.lines()).hasSize(5);
    assertThat(verification.lines().get(0))
        .startsWith("iteration 0: the same SHA-256 ")
        .endsWith("start.gradient.07, start.gradient.08 and 7 more]");
    assertThat(verification.lines().get(1)).startsWith("iteration 2: the same SHA-256 ");
    assertThat(verification.lines().get(3))
        .startsWith("iteration 4: the same SHA-256 ")
        .contains(" of [end.gradient.01, ");
    assertThat(verification.lines().get(4))
        .isEqualTo("weights: the same SHA-256 " + record.weightsSha256());
  }

  @Test
  void anotherGradientBeforeOrAfterTrainingIsNotTheSame() throws InterruptedException {
    for (String metric : List.of("start.gradient.01", "end.response.07")) {
      Verification verification = verify(changed(metric));
      assertThat(verification.same()).isFalse();
      assertThat(verification.lines()).filteredOn(line -> line.contains("repeated {")).hasSize(1);
    }
  }

  /** With 1.5 in place of what was measured. */
  private static RunRecord changed(String metric) {
    List<Point> points =
        record.metrics().stream()
            .map(p -> p.values().containsKey(metric) ? with(p, metric, 1.5) : p)
            .toList();
    return Records.changed(record, record.spec(), record.machine(), points);
  }

  @Test
  void theCommandFindsARecordByItsPath() {
    var out = new StringWriter();
    String file = store.checkpoint(record.spec()).toString().replace(".checkpoint", ".json");
    int code = Recap.commandLine().setOut(new PrintWriter(out)).execute("verify", file);
    assertThat(code).as(out.toString()).isZero();
    assertThat(out.toString())
        .contains("degradation plain-8 seed 1")
        .endsWith("verified: the same bits\n");
  }

  @Test
  void elsewhereTheFactsThatDifferAreNamed() throws InterruptedException {
    var elsewhere = Records.changed(record, record.spec(), Records.machine(), record.metrics());
    List<String> lines = verify(elsewhere).lines();
    assertThat(lines.get(0)).matches("(oneDNN|instruction set|threads|CPU|Java): recorded .+");
    assertThat(lines).anyMatch(line -> line.startsWith("CPU: recorded CPU, here "));
  }

  @Test
  void aValueThatIsAnotherIsShownAndNothingElseIsBlamed() throws InterruptedException {
    Verification verification = verify(changed("train_loss"));
    assertThat(verification.same()).isFalse();
    assertThat(verification.lines().get(1))
        .startsWith("iteration 2: recorded {")
        .contains("train_loss=1.5", ", repeated {");
    assertThat(verification.lines())
        .contains("no recorded fact of the machine differs: the code computes something else");
  }

  private static Point with(Point point, String metric, double value) {
    Map<String, Double> values = new HashMap<>(point.values());
    values.put(metric, value);
    return new Point(point.iteration(), point.epoch(), values);
  }

  /** Where bfloat16 is computed, the run is repeated in it, and gives other bits. */
  @Test
  void thePrecisionIsTheRecordedOne() throws InterruptedException {
    var bfloat16 =
        Records.changed(record, spec("precision", "BF16"), record.machine(), record.metrics());
    Verification verification = verify(bfloat16);
    assertThat(verification.same()).isFalse();
    if (!NativeInfo.load().precisions().contains(Precision.BF16)) {
      assertThat(verification.lines())
          .containsExactly("precision: recorded BF16, which is not computed here");
    }
  }

  @Test
  void aSettingThatIsAnotherTodayIsNamed() {
    var other = Records.changed(record, spec("batch", 32), record.machine(), record.metrics());
    assertThatThrownBy(() -> verify(other))
        .hasMessageContaining("another configuration in today's code (batch: recorded 32, here 64)")
        .hasMessageEndingWith("; check out commit " + record.code().commit());
  }

  @Test
  void aRunThatTrainsNothingIsRefused() {
    var measured =
        Records.of(
            Records.spec("block-cost", "c8-h8", Scale.SMOKE, 1),
            Status.FINISHED,
            Records.point(1, 0, "train_ms", 3));
    assertThatThrownBy(() -> Verification.of(new BlockCost(), measured, 2, TrainingListener.NONE))
        .hasMessageContaining(
            "with no training that its experiment's job() could name; choose a run");
  }

  @Test
  void aRunWithoutAPointIsRefused() {
    RunRecord empty = Records.changed(record, record.spec(), record.machine(), List.of());
    for (Experiment experiment : List.of(EXPERIMENT, new ReluVsTanh())) {
      assertThatThrownBy(
              () -> Verification.of(experiment, empty, Threads.count(), TrainingListener.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("with no measured point; choose a run that got further");
    }
  }
}
