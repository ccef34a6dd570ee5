package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.data.Synthetic;
import recap.experiments.record.RecordException;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;
import recap.io.StorageException;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.onednn.Threads;
import recap.train.RunLock;
import recap.train.Trainer;
import recap.train.Training;

/** A run that was broken off, and what became of its files before it goes on. */
class RunFaultsTest {
  private static final TrainingJob JOB =
      TrainingJob.of("faults", "linear", Scale.SMOKE, training());

  private static String undisturbed;

  @TempDir Path temporary;

  private RunStore store;
  private Path record;
  private Path checkpoint;

  private static Training training() {
    Node x = Node.input(3, 32, 32).then(new GlobalAvgPool()).then("fc", Linear.of(10));
    return Training.of(Network.of("linear", x), Synthetic.load(1, 128, 64)).batch(32).epochs(3);
  }

  private static RunRecord complete(RunStore store, boolean fresh, Progress progress)
      throws InterruptedException {
    var session =
        new Session(
            Home.project(),
            store,
            Scale.SMOKE,
            OptionalInt.empty(),
            Threads.count(),
            fresh,
            "recap run",
            progress);
    return new TrainingRuns(session).complete(JOB);
  }

  private RunRecord complete() throws InterruptedException {
    return complete(store, false, Progress.SILENT);
  }

  @BeforeAll
  static void runUndisturbed(@TempDir Path elsewhere) throws InterruptedException {
    var whole = RunStore.at(elsewhere, "faults", Scale.SMOKE);
    undisturbed = complete(whole, false, Progress.SILENT).weightsSha256();
  }

  @BeforeEach
  void breakOffAfterOneEpoch() {
    store = RunStore.at(temporary.resolve("Läufe und mehr – 結果"), "faults", Scale.SMOKE);
    checkpoint = store.checkpoint(JOB.spec());
    record = Path.of(checkpoint.toString().replace(".checkpoint", ".json"));
    var interrupting =
        new Progress() {
          @Override
          public void point(double epoch, double error) {
            Thread.currentThread().interrupt();
          }
        };
    assertThatThrownBy(() -> complete(store, false, interrupting))
        .isInstanceOf(InterruptedException.class);
    assertThat(RunStore.read(record).status()).isEqualTo(Status.INTERRUPTED);
  }

  @Test
  void itGoesOnToTheSameEnd() throws InterruptedException {
    RunRecord end = complete();
    assertThat(end.weightsSha256()).isEqualTo(undisturbed);
    assertThat(end.environments()).isNull();
    assertThat(end.code().earlier()).isNull();
    assertThat(checkpoint).doesNotExist();
  }

  @Test
  void itNamesTheCommitsOfItsEarlierParts() throws InterruptedException {
    store.save(Records.at(RunStore.read(record), "0123abc"));
    RunRecord end = complete();
    assertThat(end.code().commit()).isNotEqualTo("0123abc");
    assertThat(end.code().earlier()).containsExactly("0123abc");
  }

  /** Killed before its first checkpoint, or of a kind that never has one. */
  @Test
  void whatBeginsAnewTakesOverNothingOfWhatIsLost() throws IOException, InterruptedException {
    RunRecord.Code here = RunStore.read(record).code();
    Files.delete(checkpoint);
    RunRecord lost = Records.of(JOB.spec(), Status.RUNNING); // of 10 seconds
    store.save(Records.uncommitted(lost));
    RunRecord end = complete();
    assertThat(end.code()).isEqualTo(here);
    assertThat(Instant.parse(end.started())).isAfter(Instant.parse(lost.ended()));
    assertThat(end.wallSeconds()).isLessThan(lost.wallSeconds());
    assertThat(end.cpuSeconds()).isLessThan(lost.cpuSeconds());
    assertThat(end.weightsSha256()).isEqualTo(undisturbed);
  }

  @Test
  void whatAKillLeavesHasTheTimeUpToTheLastPoint() throws InterruptedException {
    var recorded = new ArrayList<RunRecord>();
    var reading =
        new Progress() {
          @Override
          public void point(double epoch, double error) {
            recorded.add(RunStore.read(record));
          }
        };
    double before = RunStore.read(record).wallSeconds();
    double end = complete(store, false, reading).wallSeconds();
    assertThat(recorded).extracting(RunRecord::status).containsOnly(Status.RUNNING);
    assertThat(recorded)
        .extracting(RunRecord::wallSeconds)
        .hasSize(2)
        .isSorted()
        .allSatisfy(seconds -> assertThat(seconds).isGreaterThan(before).isLessThan(end));
  }

  /** Killed after its last step and before its record said so. */
  @Test
  void whatGoesOnAfterItsLastStepIsShownUnderItsName() throws InterruptedException {
    Trainer.of(JOB.training()).checkpoint(checkpoint).run();
    var news = new ArrayList<String>();
    var listening =
        new Progress() {
          @Override
          public void note(String line) {
            news.add(line);
          }

          @Override
          public void begin(String run, long done, long total) {
            news.add(run + " " + done + "/" + total);
          }

          @Override
          public void end(String result) {
            news.add(result.split(" ")[0]);
          }
        };
    assertThat(complete(store, false, listening).weightsSha256()).isEqualTo(undisturbed);
    assertThat(news)
        .containsExactly(
            "faults linear seed 1: goes on after iteration 12",
            "faults linear seed 1 12/12",
            "finished");
  }

  @Test
  void anEditedRecordIsRefusedAndUntouchedUntilFresh() throws IOException, InterruptedException {
    String edited = Files.readString(record).replace("\"seed\" : 1", "\"seed\" : 2");
    Files.writeString(record, edited);
    byte[] saved = Files.readAllBytes(checkpoint);
    assertThatThrownBy(this::complete)
        .isInstanceOf(RecordException.class)
        .hasMessageContaining(
            "found edited content; restore it from version control, or delete it");
    assertThat(record).hasContent(edited);
    assertThat(checkpoint).hasBinaryContent(saved);
    assertThat(complete(store, true, Progress.SILENT).weightsSha256()).isEqualTo(undisturbed);
  }

  @Test
  void aTruncatedCheckpointIsRefusedAndUntouchedUntilFresh()
      throws IOException, InterruptedException {
    byte[] whole = Files.readAllBytes(checkpoint);
    byte[] cut = Arrays.copyOf(whole, whole.length - 1);
    Files.write(checkpoint, cut);
    assertThatThrownBy(this::complete)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("found other bytes: truncated or edited")
        .hasMessageContaining("start the run anew with --fresh");
    assertThat(checkpoint).hasBinaryContent(cut);
    Files.delete(record);
    assertThat(complete(store, true, Progress.SILENT).weightsSha256()).isEqualTo(undisturbed);
  }

  @Test
  void freshLeavesAFinishedRunWholeWhereNoNewRecordCanBeWritten()
      throws IOException, InterruptedException {
    complete();
    byte[] finished = Files.readAllBytes(record);
    Path weights = Files.writeString(store.weights(JOB.spec()), "weights");
    // No file beside the one that this link leads to can have a longer name.
    Path longest = Files.move(record, record.resolveSibling("x".repeat(255)));
    Files.createSymbolicLink(record, longest);
    assertThatThrownBy(() -> complete(store, true, Progress.SILENT))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("expected to write it");
    assertThat(record).hasBinaryContent(finished);
    assertThat(weights).exists();
  }

  @Test
  void whatAnotherProcessWorksOnIsUntouched() throws IOException {
    byte[] before = Files.readAllBytes(record);
    try (var other = RunLock.acquire(store.lock(JOB.spec()))) {
      for (boolean fresh : new boolean[] {false, true}) {
        assertThatThrownBy(() -> complete(store, fresh, Progress.SILENT))
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("expected a run that nobody works on, found it locked by");
        assertThat(record).hasBinaryContent(before);
        assertThat(checkpoint).exists();
      }
    }
  }

  /** Since the run began, the clock was set back by centuries. */
  @Test
  void aClockThatGoesBackwardsDoesNotShow() throws InterruptedException {
    RunRecord now = RunStore.read(record);
    store.save(Records.startedAt(now, "2999-12-31T23:59:59Z"));
    RunRecord end = complete();
    assertThat(end.started()).isEqualTo("2999-12-31T23:59:59Z");
    assertThat(Instant.parse(end.ended())).isAfter(Instant.parse(end.started()));
    assertThat(end.wallSeconds()).isBetween(now.wallSeconds(), now.wallSeconds() + 600);
    assertThat(end.weightsSha256()).isEqualTo(undisturbed);
  }

  /** Begun long ago and gone on with today: the time between is no working time, but it passed. */
  @Test
  void aResumedRunEndsWhereItsLastPartEnded() throws InterruptedException {
    store.save(Records.startedAt(RunStore.read(record), "2026-01-01T00:00:00Z"));
    Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    RunRecord end = complete();
    assertThat(Instant.parse(end.ended())).isAfterOrEqualTo(before);
    assertThat(end.wallSeconds()).isLessThan(600);
  }
}
