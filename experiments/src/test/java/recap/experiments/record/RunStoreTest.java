package recap.experiments.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.experiments.record.RunRecord.Point;
import recap.experiments.record.RunRecord.Status;
import recap.report.Tables;

class RunStoreTest {
  @TempDir Path results;

  private RunStore store() {
    return RunStore.at(results.resolve("ä ö"), "degradation", Scale.QUICK);
  }

  private static RunRecord record(String arm, long seed) {
    RunSpec spec = Records.spec("degradation", arm, Scale.QUICK, seed);
    return Records.of(spec, Status.FINISHED, Records.point(10, 0.5, "test_error", 0.75));
  }

  @Test
  void aRecordComesBackAsItWasWritten() {
    RunRecord record = record("plain-20", 1);
    Path file = store().save(record);
    assertThat(file.getFileName().toString()).isEqualTo("plain-20-s1-" + record.run() + ".json");
    RunRecord read = store().find(record.spec()).orElseThrow();
    assertThat(read).usingRecursiveComparison().ignoringFields("recordSha256").isEqualTo(record);
    assertThat(read.last("test_error")).isEqualTo(0.75);
    assertThat(read.last("train_error")).isNaN();
  }

  @Test
  void recordsAreSortedByArmAndSeedAndOnlyCompleteOnesCount() {
    store().save(record("resnet-20", 1));
    store().save(record("plain-20", 2));
    store().save(record("plain-20", 1));
    RunSpec broken = Records.spec("degradation", "plain-56", Scale.QUICK, 1);
    store().save(Records.of(broken, Status.INTERRUPTED));
    assertThat(store().complete())
        .extracting(r -> r.arm() + " " + r.seed())
        .containsExactly("plain-20 1", "plain-20 2", "resnet-20 1");
    assertThat(store().records()).hasSize(4);
  }

  @Test
  void aRecordIsReadByAThreadThatTheStopButtonHasInterrupted() {
    RunRecord record = record("plain-20", 1);
    store().save(record);
    Thread.currentThread().interrupt();
    try {
      assertThat(store().find(record.spec())).isPresent();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void anEditedRecordIsRefused() throws IOException {
    Path file = store().save(record("plain-20", 1));
    Files.writeString(file, Files.readString(file).replace("0.75", "0.05"));
    assertThatThrownBy(() -> store().records())
        .hasMessage(
            file
                + ": expected a run record as it was written, found edited content; restore it from"
                + " version control, or delete it to repeat the run.");
  }

  @Test
  void recordsOfAnotherExperimentOrScaleAreRefused() throws IOException {
    Path file = store().save(record("plain-20", 1));
    for (String folder : List.of("degradation/paper", "features/quick")) {
      Path runs = Files.createDirectories(results.resolve(folder).resolve("runs"));
      Path moved = Files.copy(file, runs.resolve(file.getFileName()));
      String[] names = folder.split("/");
      var store = RunStore.at(results, names[0], Scale.of(names[1]));
      assertThatThrownBy(store::complete)
          .hasMessage(
              "%s: expected a run of %s at %s, found one of degradation at quick; move it into"
                      .formatted(moved, names[0], names[1])
                  + " degradation/quick/runs.");
    }
  }

  @Test
  void anEditedConfigurationIsRefused() throws IOException {
    Path file = store().save(record("plain-20", 1));
    Files.writeString(file, Files.readString(file).replace("\"batch\" : 128", "\"batch\" : 64"));
    assertThatThrownBy(() -> RunStore.read(file)).hasMessageContaining("found edited content");
  }

  @Test
  void aTruncatedRecordIsRefusedWhereverItEnds() throws IOException {
    Path file = store().save(record("plain-20", 1));
    String whole = Files.readString(file);
    for (int length = 0; length < whole.length() - 2; length += 37) {
      Files.writeString(file, whole.substring(0, length));
      assertThatThrownBy(() -> RunStore.read(file))
          .isInstanceOf(RecordException.class)
          .hasMessageContaining("expected a run record of format 1, found damaged content");
    }
  }

  @Test
  void anotherFormatIsRefused() throws IOException {
    Path file = store().save(record("plain-20", 1));
    Files.writeString(file, Files.readString(file).replace("\"format\" : 1", "\"format\" : 2"));
    assertThatThrownBy(() -> RunStore.read(file))
        .hasMessageContaining("expected a run record of format 1, found format 2");
  }

  @Test
  void aFileOrALinkToNothingInTheRunsPlaceIsNotTakenForNoRuns() throws IOException {
    Path folder = Files.createDirectories(store().folder());
    Path runs = Files.writeString(folder.resolve("runs"), "in the way");
    assertThatThrownBy(() -> store().complete())
        .hasMessageStartingWith(runs + ": expected a folder of run records, found NotDirectory");
    Files.delete(runs);
    Files.createSymbolicLink(runs, folder.resolve("not mounted"));
    assertThatThrownBy(() -> store().complete())
        .hasMessageStartingWith(runs + ": expected a folder of run records, found NoSuchFile");
  }

  @Test
  void aFileInAFoldersPlaceIsNotTakenForNoRuns() throws IOException {
    Files.writeString(results.resolve("degradation"), "in the way");
    assertThatThrownBy(() -> RunStore.at(results, "degradation", Scale.QUICK).complete())
        .hasMessageContaining("expected a folder of run records, found ")
        .hasMessageEndingWith("; make it readable.");
  }

  /** Deleting it, as of a damaged one, would lose the run. */
  @Test
  void aRecordThatCannotBeReadIsNotToBeDeleted() throws IOException {
    Path folder = Files.createDirectories(results.resolve("some.json"));
    assertThatThrownBy(() -> RunStore.read(folder))
        .hasMessageStartingWith(folder + ": expected a run record of format 1, found ")
        .hasMessageEndingWith("; check its path and permissions.");
  }

  @Test
  void aFileInTheFoldersPlaceIsNamedBeforeAnythingRuns() throws IOException {
    Files.createDirectories(results.resolve("degradation"));
    Files.writeString(results.resolve("degradation/quick"), "in the way");
    var blocked = RunStore.at(results, "degradation", Scale.QUICK);
    assertThatThrownBy(blocked::requireWritable)
        .hasMessageStartingWith(
            results.resolve("degradation/quick/runs")
                + ": expected a folder to write results to, found")
        .hasMessageEndingWith(
            "free its place, change its permissions or name another folder in RECAP_RESULTS.");
  }

  @Test
  void aCopyOfARecordIsNoFurtherRun() throws IOException {
    Path file = store().save(record("plain-20", 1));
    Path copy = Files.copy(file, file.resolveSibling("plain-20-backup.json"));
    assertThatThrownBy(() -> store().records())
        .isInstanceOf(RecordException.class)
        .hasMessageStartingWith(copy + ": expected the record of the run that it is named after")
        .hasMessageEndingWith("move the copy out of this folder.");
  }

  @Test
  void aSeedCountsOnceWhateverItsProtocols() {
    RunRecord first = record("plain-20", 1);
    RunRecord longer = Records.with(first, "iterations", 120);
    RunRecord later = Records.startedAt(longer, "2026-01-01T00:00:00.500Z");
    store().save(later);
    store().save(first);
    store().save(record("plain-20", 2));
    assertThat(store().records()).hasSize(3);
    assertThat(store().complete())
        .extracting(RunRecord::run)
        .containsOnly(later.run(), record("plain-20", 2).run());
  }

  @Test
  void metricsBecomeATidyTable() {
    store().write(MetricsTable.FILE, MetricsTable.csv(List.of(record("plain-20", 3))));
    var table = Tables.read(store().folder().resolve(MetricsTable.FILE), "run", "arm", "metric");
    assertThat(table.columnNames())
        .containsExactly("run", "arm", "seed", "iteration", "epoch", "metric", "value");
    assertThat(table.row(0).getString("arm")).isEqualTo("plain-20");
    assertThat(table.row(0).getDouble("value")).isEqualTo(0.75);
  }

  @Test
  void anArmThatCannotBeAFileNameIsRefused() {
    assertThatThrownBy(() -> Records.spec("degradation", "../plain", Scale.QUICK, 1))
        .hasMessage(
            "RunSpec: expected an arm of lower-case letters, digits, dots and hyphens, received"
                + " '../plain'; it becomes part of a file name.");
  }

  @Property(tries = 100)
  void theIdDependsOnEverySettingAndOnNoOrder(
      @ForAll long seed, @ForAll int batch, @ForAll double rate) {
    var forwards = new LinkedHashMap<String, Object>();
    forwards.put("batch", batch);
    forwards.put("rate", rate);
    var backwards = new LinkedHashMap<String, Object>();
    backwards.put("rate", rate);
    backwards.put("batch", batch);
    var spec = new RunSpec("e", "arm", Scale.QUICK, seed, forwards);
    assertThat(new RunSpec("e", "arm", Scale.QUICK, seed, backwards).id()).isEqualTo(spec.id());
    assertThat(
            List.of(
                new RunSpec("f", "arm", Scale.QUICK, seed, forwards).id(),
                new RunSpec("e", "arm-2", Scale.QUICK, seed, forwards).id(),
                new RunSpec("e", "arm", Scale.PAPER, seed, forwards).id(),
                new RunSpec("e", "arm", Scale.QUICK, seed + 1, forwards).id(),
                new RunSpec("e", "arm", Scale.QUICK, seed, Map.of("batch", batch)).id()))
        .doesNotContain(spec.id());
    assertThat(spec.id()).matches("[0-9a-f]{10}");
  }

  @Property(tries = 50)
  void everyFiniteValueSurvives(@ForAll double value, @ForAll long iteration) {
    RunSpec spec = Records.spec("degradation", "plain-20", Scale.QUICK, 1);
    RunRecord record =
        Records.of(spec, Status.FINISHED, new Point(iteration, 1, Map.of("x", value))).sealed();
    byte[] file = Json.pretty(record).getBytes(StandardCharsets.UTF_8);
    assertThat(RunStore.parse(Path.of("record.json"), file)).isEqualTo(record);
  }
}
