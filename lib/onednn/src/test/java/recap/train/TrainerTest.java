package recap.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import recap.data.Synthetic;
import recap.data.TrainTest;
import recap.nn.Conv2d;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.onednn.NotEnoughMemoryException;
import recap.onednn.Precision;
import recap.onednn.Threads;
import recap.train.SmallRuns.InterruptingLayer;
import recap.train.TrainingResult.Status;

class TrainerTest {
  @TempDir Path folder;

  /** A run that ends early leaves some passes to go. */
  @BeforeEach
  void disarm() {
    InterruptingLayer.arm(0);
  }

  @Test
  void learns() {
    TrainingResult result =
        Trainer.of(SmallRuns.training().epochs(12).rate(0.05).evaluation(Evaluation.everyEpoch()))
            .run();
    assertThat(result.last().trainingLoss())
        .isLessThan(0.8 * result.metrics().get(0).trainingLoss());
    assertThat(result.last().testError()).isLessThan(0.75);
  }

  @Test
  void goesOnFromTheWeightsOfAnEarlierRun() {
    var further =
        SmallRuns.training().initialWeights(SmallRuns.whole().weights()).rate(1e-9).epochs(1);
    var result = Trainer.of(further.evaluation(Evaluation.everyEpoch())).run();
    assertThat(result.metrics().get(0).trainingLoss())
        .isLessThan(SmallRuns.whole().metrics().get(0).trainingLoss());
    assertThat(result.weights().get("conv1.weight").values()[0])
        .isCloseTo(SmallRuns.whole().weights().get("conv1.weight").values()[0], within(1e-4f));
  }

  @Test
  void measuresAtEveryPoint() {
    assertThat(SmallRuns.whole().status()).isEqualTo(Status.FINISHED);
    assertThat(SmallRuns.whole().message()).isEqualTo("Finished: all 60 iterations done.");
    assertThat(SmallRuns.whole().metrics())
        .extracting(Metrics::iteration)
        .containsExactly(15, 30, 45, 60);
    assertThat(SmallRuns.whole().metrics())
        .extracting(Metrics::epoch)
        .containsExactly(0.75, 1.5, 2.25, 3.0);
    assertThat(SmallRuns.whole().metrics())
        .allSatisfy(
            point -> {
              assertThat(point.trainingLoss()).isBetween(0.1, 5.0);
              assertThat(point.runningError()).isBetween(0.0, 1.0);
              assertThat(point.trainingError()).isBetween(0.0, 1.0);
              assertThat(point.testError()).isBetween(0.0, 1.0);
              assertThat(point.gradientNorm()).isPositive();
              assertThat(point.trainingSeconds()).isPositive();
              assertThat(point.evaluationSeconds()).isPositive();
            });
    assertThat(SmallRuns.whole().weightsSha256()).isEqualTo(SmallRuns.whole().weights().sha256());
    assertThat(SmallRuns.whole().environments())
        .singleElement()
        .asString()
        .contains("oneDNN", "threads");
    assertThat(SmallRuns.whole().nativeBytes()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Feeding.class)
  void theSameSeedGivesTheSameBits(Feeding feeding) {
    SmallRuns.assertSameAsWhole(Trainer.of(SmallRuns.training()).feeding(feeding).run());
  }

  @Test
  void anotherSeedGivesOthers() {
    assertThat(Trainer.of(SmallRuns.training().seed(12)).run().weightsSha256())
        .isNotEqualTo(SmallRuns.whole().weightsSha256());
  }

  /** Compiling may fail still, and its time is none of the training's. */
  @Test
  void theListenerIsToldOfTheStartWhenAllIsCompiled() {
    var started = new ArrayList<Integer>();
    Training training = SmallRuns.training();
    var trainer =
        Trainer.of(training)
            .listener(
                new TrainingListener() {
                  @Override
                  public void started(int iteration, int iterations) {
                    started.add(iteration);
                  }
                });
    try (var guard = RunGuard.enter("small");
        var run = new TrainingRun(trainer, 1, Checkpoint.start(training), guard)) {
      assertThat(started).isEmpty();
      run.toEnd();
      assertThat(started).containsExactly(0);
    }
  }

  @Test
  void divergenceIsAResult() {
    TrainingResult result = Trainer.of(SmallRuns.training().rate(1e9)).run();
    assertThat(result.status()).isEqualTo(Status.DIVERGED);
    assertThat(result.message())
        .matches(
            "Diverged: loss (NaN|Infinity|[0-9.E]+) in step \\d+ of 60 at rate 1.0E9; use a lower"
                + " rate or other initial weights.");
    assertThat(result.iterations()).isBetween(1, 14);
    assertThatThrownBy(result::last)
        .hasMessageContaining("expected at least one point, found none (Diverged");
    SmallRuns.assertSameAsWhole(Trainer.of(SmallRuns.training()).run());
  }

  /** No loss comes after the last update, so the weights themselves have to be looked at. */
  @Test
  void theLastUpdateMayDivergeToo() {
    TrainingResult result = Trainer.of(SmallRuns.training().iterations(1).rate(1e39)).run();
    assertThat(result.status()).isEqualTo(Status.DIVERGED);
    assertThat(result.message())
        .isEqualTo(
            "Diverged: weights that are no numbers after 1 of 1 iterations; use a lower rate or"
                + " other initial weights.");
  }

  @Test
  void stopsWhenTheTrainingErrorIsReached() {
    TrainingResult result =
        Trainer.of(SmallRuns.training().iterations(2000).rate(0.05).stopAtTrainingError(0.7)).run();
    assertThat(result.last().trainingError()).isLessThanOrEqualTo(0.7);
    assertThat(result.iterations()).isEqualTo(result.last().iteration()).isLessThan(2000);
    assertThat(result.message())
        .matches("Finished: training error 0.\\d+ reached after \\d+ of 2000 iterations.");
  }

  @Test
  void theErrorHasAPointInEveryLanguage() {
    Locale earlier = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      var training = SmallRuns.training().rate(0.05).stopAtTrainingError(0.99);
      assertThat(Trainer.of(training).run().message()).contains("training error 0.");
    } finally {
      Locale.setDefault(earlier);
    }
  }

  @ParameterizedTest
  @MethodSource("recap.onednn.Available#precisions")
  void theSameRunEndsWithTheSameBits(Precision precision) {
    var training = SmallRuns.training().precision(precision).iterations(20);
    String first = Trainer.of(training).run().weightsSha256();
    assertThat(Trainer.of(training).run().weightsSha256()).isEqualTo(first);
  }

  @Test
  void twoThreadsGiveTheSameBitsEachTime() {
    int before = Threads.count();
    Threads.set(2);
    try {
      var training = SmallRuns.training().iterations(20);
      String first = Trainer.of(training).run().weightsSha256();
      assertThat(Trainer.of(training).run().weightsSha256()).isEqualTo(first);
    } finally {
      Threads.set(before);
    }
  }

  @Test
  void aRunMayHaveANumberOfThreadsOfItsOwn() {
    int before = Threads.count();
    var counts = new ArrayList<Integer>();
    TrainingResult result =
        Trainer.of(SmallRuns.training())
            .threads(2)
            .listener(
                new TrainingListener() {
                  @Override
                  public void measured(Metrics point) {
                    counts.add(Threads.count());
                  }
                })
            .run();
    assertThat(counts).containsOnly(before);
    assertThat(result.environments()).singleElement().asString().endsWith(", 2 threads");
    assertThatThrownBy(() -> Trainer.of(SmallRuns.training()).threads(0))
        .hasMessageContaining("expected from 1 to 512, received 0");
  }

  @Test
  void aSecondRunIsRefusedWhileOneIsAlive() {
    var refusals = new ArrayList<String>();
    Trainer.of(SmallRuns.training())
        .listener(
            new TrainingListener() {
              @Override
              public void measured(Metrics point) {
                try {
                  Trainer.of(SmallRuns.training()).run();
                } catch (IllegalStateException e) {
                  refusals.add(e.getMessage());
                }
              }
            })
        .run();
    assertThat(refusals)
        .hasSize(4)
        .containsOnly(
            "Trainer: expected no other run in this process, found small alive; wait for it or"
                + " interrupt it first.");
  }

  @Test
  void aRunThatWasToldToStopIsWaitedFor() throws InterruptedException {
    var measured = new CountDownLatch(1);
    var first =
        new Thread(
            () ->
                Trainer.of(SmallRuns.training())
                    .listener(
                        new TrainingListener() {
                          @Override
                          public void measured(Metrics point) {
                            measured.countDown();
                            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(20));
                          }
                        })
                    .run());
    first.start();
    measured.await();
    first.interrupt();
    SmallRuns.assertSameAsWhole(Trainer.of(SmallRuns.training()).run());
    first.join();
  }

  @Test
  void reportsProgress() {
    var reports = new ArrayList<Progress>();
    Trainer.of(SmallRuns.training())
        .listener(
            new TrainingListener() {
              @Override
              public void progress(Progress progress) {
                reports.add(progress);
              }
            })
        .run();
    Progress last = reports.get(reports.size() - 1);
    assertThat(last.iteration()).isEqualTo(60);
    assertThat(last.iterations()).isEqualTo(60);
    assertThat(last.imagesPerSecond()).isPositive();
    assertThat(last.error()).isBetween(0.0, 1.0);
    assertThat(last.nativeBytes()).isEqualTo(SmallRuns.whole().nativeBytes());
  }

  /** Sees the first report from outside: from an earlier start to a later end. */
  private static final class FirstPace implements TrainingListener {
    private long started;
    private Progress first;
    private double seconds;

    @Override
    public void started(int iteration, int iterations) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
      started = System.nanoTime();
    }

    @Override
    public void progress(Progress progress) {
      if (first == null) {
        first = progress;
        seconds = (System.nanoTime() - started) * 1e-9;
      }
    }
  }

  @Test
  void whatComesBeforeTheStepsIsNotInTheirPace() {
    var listener = new FirstPace();
    Training training = SmallRuns.training();
    Trainer.of(training).listener(listener).run();
    Progress first = listener.first;
    assertThat(first.imagesPerSecond())
        .isGreaterThanOrEqualTo(first.iteration() * training.batch() / listener.seconds);
  }

  /** Half a terabyte of activations; nothing of it is ever allocated. */
  @Test
  void moreThanIsFreeIsRefusedWithTheBatchThatWouldFit() {
    TrainTest images = Synthetic.load(1, 320, 20, 3, 64, 64);
    Node x = Node.input(3, 64, 64).then("wide", Conv2d.of(100_000, 1).noBias());
    var network = Network.of("wide", x.then(new GlobalAvgPool()).then("fc", Linear.of(10)));
    Path file = folder.resolve("checkpoint");
    var training =
        Training.of(network, images).batch(320).evaluation(Evaluation.everyEpoch().batch(1));
    assertThatThrownBy(() -> Trainer.of(training).checkpoint(file).run())
        .isInstanceOf(NotEnoughMemoryException.class)
        .hasMessageMatching(
            "wide at batch 320: expected at least \\d{6,} MiB of free memory, received \\d+ MiB;"
                + " a batch of \\d+ would fit\\.");
    assertThat(file).doesNotExist();
    SmallRuns.assertSameAsWhole(Trainer.of(SmallRuns.training()).run());
  }

  /** The evaluation alone takes more than is free, whatever the batch of training. */
  @Test
  void anEvaluationThatDoesNotFitIsNamedWithTheBatchThatWould() {
    TrainTest images = Synthetic.load(1, 320, 320, 3, 64, 64);
    Node x = Node.input(3, 64, 64).then("wide", Conv2d.of(100_000, 1).noBias());
    var network = Network.of("wide", x.then(new GlobalAvgPool()).then("fc", Linear.of(10)));
    var training =
        Training.of(network, images).batch(1).evaluation(Evaluation.everyEpoch().batch(320));
    assertThatThrownBy(() -> Trainer.of(training).run())
        .isInstanceOf(NotEnoughMemoryException.class)
        .hasMessageMatching(
            "wide's evaluation at batch 320: expected at least \\d{6,} MiB of free memory, received"
                + " \\d+ MiB; a batch of \\d+ would fit\\.");
  }
}
