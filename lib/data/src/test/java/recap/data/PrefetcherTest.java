package recap.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PrefetcherTest {
  private static final ImageSet SET = Synthetic.load(3, 25, 10, 1, 8, 8).train();
  private static final Normalization SCALE = Normalization.unitRange(1);

  private static BatchSource source(long seed) {
    return BatchSource.training(SET, SCALE, new Augmentation(2, true), 10, seed, false);
  }

  @Property(tries = 30)
  void givesWhatTheSourceGives(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5) int depth,
      @ForAll @IntRange(max = 2) int first)
      throws InterruptedException {
    var direct = source(seed);
    float[] images = new float[direct.batchFloats()];
    int[] labels = new int[10];
    try (var batches = new Prefetcher(source(seed), 4, first, depth)) {
      for (int n = first; n < first + 12; n++) {
        int count = direct.fill(4 + n / 3, n % 3, images, labels);
        Batch batch = batches.take();
        assertThat(batch.epoch()).isEqualTo(4 + n / 3);
        assertThat(batch.index()).isEqualTo(n % 3);
        assertThat(batch.count()).isEqualTo(count);
        assertThat(batch.images()).isEqualTo(images);
        assertThat(batch.labels()).isEqualTo(labels);
      }
    }
  }

  @Test
  @Timeout(20)
  void preparesNoMoreThanItsDepthAndNeverTheLentBatch() throws InterruptedException {
    var fills = new AtomicInteger();
    try (var batches =
        new Prefetcher(
            (epoch, batch, images, labels) -> {
              images[0] = batch;
              return fills.incrementAndGet();
            },
            1000,
            1,
            1,
            0,
            0,
            2)) {
      Batch lent = batches.take();
      // The ring holds the lent batch and two that wait: no fourth fill however long we wait.
      Thread.sleep(100);
      assertThat(fills.get()).isEqualTo(3);
      assertThat(lent.images()[0]).isEqualTo(0f);
    }
  }

  @Test
  @Timeout(20)
  void aFailureReachesTheTakerAfterTheBatchesBeforeIt() throws InterruptedException {
    var cause = new IllegalStateException("disk on fire");
    try (var batches =
        new Prefetcher(
            (epoch, batch, images, labels) -> {
              if (batch == 2) {
                throw cause;
              }
              return 1;
            },
            5,
            1,
            1,
            0,
            0,
            3)) {
      assertThat(batches.take().index()).isZero();
      assertThat(batches.take().index()).isEqualTo(1);
      assertThatThrownBy(batches::take)
          .isInstanceOf(DataException.class)
          .hasMessage("Prefetcher: disk on fire")
          .hasCause(cause);
    }
  }

  @Test
  @Timeout(20)
  void closeStopsTheThreadAndWakesATaker() throws InterruptedException {
    var blocked = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var batches =
        new Prefetcher(
            (epoch, batch, images, labels) -> {
              blocked.countDown();
              awaitUninterruptibly(release);
              return 1;
            },
            5,
            1,
            1,
            0,
            0,
            1);
    blocked.await();
    var outcome = new Throwable[1];
    var taker =
        new Thread(
            () -> {
              try {
                batches.take();
              } catch (Exception e) {
                outcome[0] = e;
              }
            });
    taker.start();
    var closer = new Thread(batches::close);
    closer.start();
    taker.join();
    release.countDown();
    closer.join();
    assertThat(outcome[0])
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected to be open, found closed");
    assertThatThrownBy(batches::take).isInstanceOf(IllegalStateException.class);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(t -> t.getName().equals("recap-prefetcher") && t.isAlive());
  }

  @Test
  @Timeout(20)
  void anInterruptEndsTheWaitAndSurvivesClose() throws InterruptedException {
    var release = new CountDownLatch(1);
    var batches =
        new Prefetcher(
            (epoch, batch, images, labels) -> {
              awaitUninterruptibly(release);
              return 1;
            },
            5,
            1,
            1,
            0,
            0,
            1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(batches::take).isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    release.countDown();
    batches.close();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  @Timeout(20)
  void badSettingsAreRefused() {
    assertThatThrownBy(() -> new Prefetcher(source(1), 0, 3, 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a batch from 0 to 2, found depth 2, epoch 0, batch 3");
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
