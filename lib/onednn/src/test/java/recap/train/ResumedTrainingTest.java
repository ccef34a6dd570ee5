package recap.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import recap.io.StorageException;
import recap.nn.RandomStream;
import recap.train.SmallRuns.InterruptingLayer;
import recap.train.TrainingResult.Status;

/**
 * What of a training outlives an interruption or a failure: its checkpoint, and all bits of its
 * end.
 */
class ResumedTrainingTest {
  /** The forward passes of a whole small run: 60 steps, 4 points of 5 + 2 batches. */
  private static final int FORWARD_PASSES = 60 + 4 * 7;

  @TempDir Path folder;

  /** A run that ends early leaves some passes to go. */
  @BeforeEach
  void disarm() {
    InterruptingLayer.arm(0);
  }

  @ParameterizedTest
  @EnumSource(Feeding.class)
  void aRunInterruptedAnywhereAndResumedEndsWithTheSameBits(Feeding feeding) {
    var random = RandomStream.of(1, "interrupt " + feeding);
    for (int run = 0; run < 6; run++) {
      int pass = 1 + random.nextInt(FORWARD_PASSES - 1);
      Path file = folder.resolve("run " + run + "/Prüfpunkt – 状態");
      var trainer = Trainer.of(SmallRuns.training()).feeding(feeding).checkpoint(file);
      InterruptingLayer.arm(pass);
      TrainingResult interrupted = trainer.run();
      assertThat(interrupted.status())
          .as("interrupt in pass %d", pass)
          .isEqualTo(Status.INTERRUPTED);
      assertThat(interrupted.message())
          .isEqualTo(
              "Interrupted after %d of 60 iterations, saved in %s. Run the same again to go on"
                      .formatted(interrupted.iterations(), file)
                  + " from there.");
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      SmallRuns.assertSameAsWhole(trainer.run());
    }
  }

  @Test
  void aRunInterruptedAgainAndAgainEndsWithTheSameBits() {
    var trainer =
        Trainer.of(SmallRuns.training())
            .checkpoint(folder.resolve("checkpoint"))
            .checkpointEvery(Duration.ZERO);
    TrainingResult result;
    int interruptions = 0;
    do {
      // An evaluation takes 7 passes and starts over when it is interrupted.
      InterruptingLayer.arm(9);
      result = trainer.run();
      interruptions += result.status() == Status.INTERRUPTED ? 1 : 0;
    } while (result.status() == Status.INTERRUPTED);
    assertThat(interruptions).isGreaterThan(5);
    SmallRuns.assertSameAsWhole(result);
  }

  @Test
  void aFinishedRunIsNotRepeated() {
    var trainer = Trainer.of(SmallRuns.training()).checkpoint(folder.resolve("checkpoint"));
    trainer.run();
    var steps = new ArrayList<Integer>();
    var started = new ArrayList<Integer>();
    TrainingResult again =
        trainer
            .listener(
                new TrainingListener() {
                  @Override
                  public void resumed(int iteration) {
                    steps.add(iteration);
                  }

                  @Override
                  public void started(int iteration, int iterations) {
                    started.addAll(List.of(iteration, iterations));
                  }

                  @Override
                  public void progress(Progress progress) {
                    steps.add(progress.iteration());
                  }
                })
            .run();
    assertThat(steps).containsExactly(60);
    assertThat(started).containsExactly(60, 60);
    SmallRuns.assertSameAsWhole(again);
    trainer.discardCheckpoint();
    assertThat(folder.resolve("checkpoint")).doesNotExist();
  }

  @Test
  void aCheckpointThatCannotBeDeletedIsNamed() throws IOException {
    Path file = folder.resolve("checkpoint");
    Files.createDirectories(file.resolve("folder"));
    Trainer trainer = Trainer.of(SmallRuns.training()).checkpoint(file);
    assertThatThrownBy(trainer::discardCheckpoint)
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith(file + ": expected to delete it, found a folder that is not empty");
  }

  @Test
  void withoutACheckpointAnInterruptedRunSaysSo() {
    InterruptingLayer.arm(3);
    assertThat(Trainer.of(SmallRuns.training()).run().message())
        .isEqualTo(
            "Interrupted after 3 of 60 iterations, nothing saved, as no checkpoint file was"
                + " given.");
  }

  @Test
  void aNegativeTimeBetweenCheckpointsIsRefused() {
    assertThatThrownBy(
            () -> Trainer.of(SmallRuns.training()).checkpointEvery(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Trainer: expected a time of at least 0 between checkpoints, received PT-1S; raise it.");
  }

  /** An epoch has 20 steps; points are at 15, 30, 45 and 60, the last before its own checkpoint. */
  @Test
  void aCheckpointIsReplacedAtTheEndOfEveryEpoch() {
    Path file = folder.resolve("checkpoint");
    var saved = new ArrayList<Integer>();
    Trainer.of(SmallRuns.training())
        .checkpoint(file)
        .checkpointEvery(ChronoUnit.FOREVER.getDuration())
        .listener(
            new TrainingListener() {
              @Override
              public void measured(Metrics point) {
                saved.add(Files.exists(file) ? Checkpoint.read(file).state().iteration() : 0);
              }
            })
        .run();
    assertThat(saved).containsExactly(0, 20, 40, 40);
  }

  @Test
  void aFailureOfTheListenerCostsNoWorkAndLeavesRoomForTheNextRun() {
    Path file = folder.resolve("checkpoint");
    var trainer =
        Trainer.of(SmallRuns.training())
            .checkpoint(file)
            .listener(
                new TrainingListener() {
                  @Override
                  public void measured(Metrics point) {
                    throw new UnsupportedOperationException("display gone");
                  }
                });
    assertThatThrownBy(trainer::run).hasMessage("display gone");
    assertThat(Checkpoint.read(file).state().iteration()).isEqualTo(15);
    SmallRuns.assertSameAsWhole(Trainer.of(SmallRuns.training()).checkpoint(file).run());
  }

  @Test
  void aFailureOfTheListenerIsNotHiddenByOneOfTheCheckpoint() {
    Path file = folder.resolve("checkpoint");
    var trainer =
        Trainer.of(SmallRuns.training())
            .checkpoint(file)
            .listener(
                new TrainingListener() {
                  @Override
                  public void measured(Metrics point) {
                    assertThat(file.toFile().mkdir()).isTrue();
                    throw new UnsupportedOperationException("display gone");
                  }
                });
    assertThatThrownBy(trainer::run)
        .hasMessage("display gone")
        .satisfies(
            e -> assertThat(e.getSuppressed()).hasExactlyElementsOfTypes(StorageException.class));
  }

  @Test
  void aCheckpointOfAnotherTrainingIsRefusedAndUntouched() throws IOException {
    Path file = folder.resolve("checkpoint");
    Trainer.of(SmallRuns.training()).checkpoint(file).run();
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> Trainer.of(SmallRuns.training().rate(0.1)).checkpoint(file).run())
        .isInstanceOf(StorageException.class)
        .hasMessage(
            file
                + ": expected a checkpoint of configuration "
                + SmallRuns.training().rate(0.1).id()
                + ", found one of "
                + SmallRuns.training().id()
                + "; undo the change of configuration, or start the run anew with --fresh or, in Java,"
                + " Trainer.discardCheckpoint(), or remove the file; nothing was changed.");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void aRunThatAnotherProcessWorksOnIsRefused() {
    Path file = folder.resolve("checkpoint");
    try (var lock = RunLock.acquire(folder.resolve("checkpoint.lock"))) {
      assertThatThrownBy(() -> Trainer.of(SmallRuns.training()).checkpoint(file).run())
          .hasMessageContaining("expected a run that nobody works on");
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void aCheckpointThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("a file"), "").resolve("checkpoint");
    assertThatThrownBy(() -> Trainer.of(SmallRuns.training()).checkpoint(file).run())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("expected to write it, found");
  }
}
