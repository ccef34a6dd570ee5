package recap.experiments.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.onednn.Mode;
import recap.onednn.Precision;
import recap.report.Tables;

class ResultTest {
  private static final Work TRAINING = new Work("alexnet4_relu", 128, Precision.F32, Mode.TRAINING);
  private static final Work INFERENCE =
      new Work("alexnet4_relu", 128, Precision.BF16, Mode.INFERENCE);

  private static final Result FULL =
      new Result(
          TRAINING,
          new Measurement("recap", new double[] {19, 20, 24}, 5, 300),
          new StepFacts(2, 0, 0.0125),
          Optional.of(new Measurement("onednn-floor", new double[] {16, 15, 17}, 5, 200)),
          Optional.of(new Measurement("djl-pytorch-2.7.1-f32", new double[] {50, 40, 61}, 5, 900)));

  private static final Result ALONE =
      new Result(
          INFERENCE,
          new Measurement("recap", new double[] {4, 3, 8, 5}, 9, 250),
          new StepFacts(1, 0, 0),
          Optional.empty(),
          Optional.empty());

  @Test
  void ratiosAndRatesAreThoseOfMedians() {
    assertThat(FULL.oursOverFloor()).contains(20 / 16.0);
    assertThat(FULL.peerOverOurs()).contains(50 / 20.0);
    assertThat(FULL.imagesPerSecond()).isEqualTo(6400, within(1e-9));
    assertThat(ALONE.imagesPerSecond()).isEqualTo(128 / 4.5e-3, within(1e-6));
  }

  @Test
  void aStepCostsTwoOperationsForEachMacAndPass() {
    double forward = 2e-9 * TRAINING.build().macs() * 128;
    assertThat(TRAINING.gigaOperations()).isEqualTo(3 * forward, within(1e-9));
    assertThat(INFERENCE.gigaOperations()).isEqualTo(forward, within(1e-9));
    assertThat(FULL.gigaflops()).isEqualTo(3 * forward / 0.020, within(1e-6));
  }

  @Test
  void whatWasNotMeasuredIsEmpty() {
    String[] lines = Tables.csv(BenchTables.races(List.of(FULL, ALONE))).split("\n");
    assertThat(lines[0])
        .isEqualTo(
            "network,precision,mode,batch,ours_ms,floor_ms,peer,peer_ms,ours_over_floor,"
                + "peer_over_ours,images_per_second,gflops,peak_rss_mb,reorders,"
                + "outside_primitives_percent");
    assertThat(lines[1])
        .startsWith("alexnet4_relu,f32,train,128,20,16,djl-pytorch-2.7.1-f32,50,1.25,2.5,6400,")
        .endsWith(",300,2,1.25");
    assertThat(lines[2])
        .startsWith("alexnet4_relu,bf16,infer,128,4.5,,,,,,28444.4,")
        .endsWith(",250,1,0");
  }

  @Test
  void everySideHasItsSpreadAndItsMemory() {
    assertThat(Tables.csv(BenchTables.sides(List.of(FULL))).lines())
        .containsExactly(
            "network,precision,mode,batch,side,rounds,steps_per_round,min_ms,median_ms,max_ms,"
                + "peak_rss_mb",
            "alexnet4_relu,f32,train,128,recap,3,5,19,20,24,300",
            "alexnet4_relu,f32,train,128,onednn-floor,3,5,15,16,17,200",
            "alexnet4_relu,f32,train,128,djl-pytorch-2.7.1-f32,3,5,40,50,61,900");
  }

  @Test
  void numbersHaveAPointInEveryLanguage() {
    Locale earlier = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(BenchTables.readable(List.of(FULL)).stringColumn("ours ms").asList())
          .containsExactly("19.0 20.0 24.0");
    } finally {
      Locale.setDefault(earlier);
    }
  }

  /** Writes the tables as a benchmark does, and draws them. */
  private static void draw(Path folder, Result... results) {
    Tables.write(BenchTables.races(List.of(results)), folder.resolve("bench.csv"));
    new Conditions(
            "2026-11-24T22:20:29Z",
            "recap bench",
            3,
            new RunRecord.Code("0123456", false),
            Records.machine(),
            "10000 spins before sleep",
            Map.of())
        .write(folder.resolve("machine.json"));
    assertThat(BenchCharts.draw(folder)).isTrue();
  }

  @Test
  void withoutTablesThereIsNothingToDrawAndWithoutConditionsAReason(@TempDir Path folder)
      throws IOException {
    assertThat(BenchCharts.draw(folder)).isFalse();
    draw(folder, FULL);
    Files.writeString(folder.resolve("machine.json"), "{");
    assertThatThrownBy(() -> BenchCharts.draw(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("machine.json: expected the conditions of a benchmark");
  }

  @Test
  void eachModeAndPrecisionHasAChart(@TempDir Path folder) {
    draw(folder, FULL, ALONE);
    assertThat(folder)
        .isDirectoryContaining("glob:**/train_f32.{svg}")
        .isDirectoryContaining("glob:**/train_f32.{png}")
        .isDirectoryContaining("glob:**/infer_bf16.{svg}")
        .isDirectoryContaining("glob:**/infer_bf16.{png}");
    assertThat(folder.resolve("train_f32.svg"))
        .content()
        .contains(
            "<desc>Recap, bare oneDNN primitives, djl-pytorch-2.7.1-f32: medians of 3 interleaved"
                + " rounds on CPU, avx2, 2 threads.</desc>");
    assertThat(folder.resolve("infer_bf16.svg"))
        .content()
        .contains("<desc>Recap: medians of 3 interleaved rounds on CPU, avx2, 2 threads.</desc>");
  }

  @Test
  void chartOfFiguresThatAreGoneGoesToo(@TempDir Path folder) {
    draw(folder, FULL, ALONE);
    draw(folder, FULL);
    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder("bench.csv", "machine.json", "train_f32.svg", "train_f32.png");
  }

  @Test
  void allFoldersThatHaveTablesAreDrawn(@TempDir Path folder) throws IOException {
    Path below = Files.createDirectory(folder.resolve("below"));
    draw(below, FULL);
    Files.delete(below.resolve("train_f32.svg"));
    assertThat(BenchCharts.drawAll(folder)).containsExactly(below);
    assertThat(below.resolve("train_f32.svg")).isRegularFile();
    assertThat(BenchCharts.drawAll(folder.resolve("missing"))).isEmpty();
  }
}
