package recap.train;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import recap.onednn.FlatMemory;

/**
 * A training takes no more memory the longer it lasts, its evaluations and checkpoints included.
 * {@code make soak} trains for 50 epochs: {@code -Drecap.soak.epochs=50}.
 */
class EpochMemoryTest {
  private static final int EPOCHS = Integer.getInteger("recap.soak.epochs", 20);
  private static final int SETTLED = 5;

  @TempDir Path folder;

  @Test
  @EnabledOnOs(OS.LINUX)
  void memoryIsFlatOverEpochs() {
    var flat = new FlatMemory("epochs", SETTLED, EPOCHS);
    var training =
        SmallRuns.training()
            .batch(64)
            .epochs(EPOCHS)
            .evaluation(Evaluation.everyEpoch().trainingSet(true));
    Trainer.of(training)
        .checkpoint(folder.resolve("checkpoint"))
        .listener(
            new TrainingListener() {
              @Override
              public void measured(Metrics point) {
                flat.after((int) Math.round(point.epoch()));
              }
            })
        .run();
    flat.verify();
  }
}
