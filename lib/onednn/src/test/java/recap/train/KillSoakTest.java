package recap.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.io.StorageException;
import recap.nn.RandomStream;

/**
 * Kills a training process at random moments, again and again within one run, and compares the end
 * with that of a run nobody disturbed. {@code make soak} kills more often: {@code
 * -Drecap.soak.kills=30}.
 */
class KillSoakTest {
  private static final int KILLS = Integer.getInteger("recap.soak.kills", 3);
  private static final int STEPS_PER_KILL = 40;

  @TempDir Path folder;

  private static Training training(int iterations) {
    return SmallRuns.training().iterations(iterations);
  }

  /** What the result must agree on to the last bit. */
  private static String summary(TrainingResult result) {
    return result.weightsSha256() + " " + SmallRuns.untimed(result);
  }

  /**
   * The process that is killed: trains from its checkpoint, names the step that it starts from and
   * those that are measured, saves all the time.
   */
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) {
      var listener =
          new TrainingListener() {
            @Override
            public void resumed(int iteration) {
              System.out.println("step " + iteration);
            }

            @Override
            public void measured(Metrics point) {
              System.out.println("step " + point.iteration());
            }

            @Override
            public void ended(TrainingResult result) {
              System.out.println("ended " + result.status() + " " + result.message());
              System.out.println(summary(result));
            }
          };
      Trainer.of(training(Integer.parseInt(args[1])))
          .checkpoint(Path.of(args[0]))
          .checkpointEvery(Duration.ZERO)
          .listener(listener)
          .run();
    }
  }

  @Test
  void aRunKilledAtRandomMomentsEndsWithTheSameBits() throws IOException, InterruptedException {
    int iterations = KILLS * STEPS_PER_KILL;
    String undisturbed = summary(Trainer.of(training(iterations)).run());
    Path file = folder.resolve("checkpoint");
    var random = RandomStream.of(System.nanoTime(), "kill");
    int kills = 0;
    String end = null;
    while (end == null) {
      Process victim = ChildJvm.start(Victim.class, file.toString(), "" + iterations);
      // The k-th kill comes some milliseconds after a step of the k-th stretch, wherever that
      // falls:
      // in a step, an evaluation, a checkpoint's write, flush or rename, or before the next start.
      int target = kills * STEPS_PER_KILL + random.nextInt(STEPS_PER_KILL);
      try (BufferedReader lines = victim.inputReader()) {
        end = follow(lines, kills < KILLS ? target : Integer.MAX_VALUE);
        if (end == null) {
          victim.waitFor(random.nextInt(40), TimeUnit.MILLISECONDS);
          kills += victim.isAlive() ? 1 : 0;
        }
      } finally {
        victim.destroyForcibly().waitFor();
      }
    }
    System.out.println(kills + " kills in one run of " + iterations + " steps: same bits");
    assertThat(kills).isEqualTo(KILLS);
    assertThat(end).isEqualTo(undisturbed);
  }

  /** Reads until step {@code target}, then null; the summary if the run ends before. */
  private static String follow(BufferedReader lines, int target) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("ended FINISHED")) {
        return lines.readLine();
      }
      if (line.startsWith("step ") && Integer.parseInt(line.substring(5)) >= target) {
        return null;
      }
    }
    throw new AssertionError("the training process ended by itself, without a result");
  }

  @Test
  void ctrlCSavesACheckpointAndSaysHowToGoOn() throws IOException, InterruptedException {
    Path file = folder.resolve("checkpoint");
    Process victim = ChildJvm.start(Victim.class, file.toString(), "1000000");
    try (BufferedReader lines = victim.inputReader()) {
      assertThat(follow(lines, 15)).isNull();
      // Process.destroy would close the pipe that is read next.
      victim.toHandle().destroy();
      String line = lines.readLine();
      while (line.startsWith("step ")) {
        line = lines.readLine();
      }
      assertThat(line)
          .matches(
              "ended INTERRUPTED Interrupted after \\d+ of 1000000 iterations, saved in .*"
                  + " Run the same again to go on from there\\.");
      assertThat(victim.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(Checkpoint.read(file, training(1_000_000)).state().iteration())
          .isEqualTo(Integer.parseInt(line.split(" ")[4]));
    } finally {
      victim.destroyForcibly().waitFor();
    }
  }

  @Test
  void aSecondProcessOnTheSameRunIsRefused() throws IOException, InterruptedException {
    Path file = folder.resolve("checkpoint");
    Process first = ChildJvm.start(Victim.class, file.toString(), "1000000");
    try (BufferedReader lines = first.inputReader()) {
      assertThat(follow(lines, 15)).isNull();
      assertThatThrownBy(() -> Trainer.of(training(1_000_000)).checkpoint(file).run())
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("found it locked by process " + first.pid());
    } finally {
      first.destroyForcibly().waitFor();
    }
  }
}
