package recap.experiments.bench;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import recap.data.Augmentation;
import recap.data.Batch;
import recap.data.BatchSource;
import recap.data.Cifar10;
import recap.data.DataException;
import recap.data.ImageSet;
import recap.data.Normalization;
import recap.data.Prefetcher;
import recap.data.Synthetic;
import recap.nn.Shape;
import recap.onednn.Threads;
import tech.tablesaw.api.Table;

/**
 * What feeding costs: the training step with a fresh batch each time, shuffled, augmented and
 * normalised, against the step on one fixed batch. The three ways take turns in one process.
 */
public final class Feeds implements Benchmark<Feeds.Result> {
  private static final int WARM_UP_TURNS = 3;
  private static final int STEPS_A_TURN = 12;
  private static final int BATCHES_AHEAD = 2;

  private final List<Work> works;
  private final int rounds;
  private final ImageSet images;

  /**
   * The middle of the rounds' median steps.
   *
   * @param work what was trained
   * @param data the images
   * @param fixed milliseconds on one fixed batch
   * @param inline milliseconds with the batch made between steps, on the same thread
   * @param prefetch milliseconds with the batch made by a thread of its own, ahead
   */
  public record Result(Work work, String data, double fixed, double inline, double prefetch) {}

  /** Something that puts the next batch in place. */
  private interface Feed {
    void next() throws InterruptedException;
  }

  /**
   * Of those of {@code works} that train on images of CIFAR's size.
   *
   * @param rounds turns of each way, at least 1
   * @param notes is told which works are skipped, and where CIFAR-10 is missing
   * @throws IllegalArgumentException when no work is left
   */
  public Feeds(List<Work> works, int rounds, Consumer<String> notes) {
    List<Work> training = Programme.training(works);
    this.works = training.stream().filter(Feeds::takesCifar).toList();
    this.rounds = rounds;
    if (this.works.isEmpty()) {
      throw new IllegalArgumentException(
          "--networks: expected one that takes 3x32x32, received none; try cifar_resnet20");
    }
    training.stream()
        .filter(work -> !this.works.contains(work))
        .forEach(work -> notes.accept(work + ": skipped, its input is no CIFAR image"));
    images = images(notes);
  }

  private static boolean takesCifar(Work work) {
    return work.build().input().shape().equals(Shape.image(3, 32, 32));
  }

  /** CIFAR-10 where it is; otherwise the built-in set, which the result then names. */
  private static ImageSet images(Consumer<String> notes) {
    try {
      return Cifar10.load().train();
    } catch (DataException e) {
      notes.accept(e.getMessage());
      notes.accept("Measuring on built-in images of the same size instead.");
      return Synthetic.load(1, 5000, 10).train();
    }
  }

  @Override
  public List<Work> works() {
    return works;
  }

  @Override
  public List<Result> measure(Work work) throws InterruptedException {
    double[][] times = new double[3][rounds];
    try (var step = new OwnStep(work)) {
      // The turns before the first round warm up; they also compile the Java that makes batches.
      for (int round = -WARM_UP_TURNS; round < rounds; round++) {
        double[] turn = {turn(step, () -> {}), inline(step, work), prefetch(step, work)};
        for (int way = 0; way < turn.length && round >= 0; way++) {
          times[way][round] = turn[way];
        }
      }
    }
    return List.of(
        new Result(
            work,
            images.name(),
            Spread.median(times[0]),
            Spread.median(times[1]),
            Spread.median(times[2])));
  }

  private static double turn(OwnStep step, Feed feed) throws InterruptedException {
    double[] times = new double[STEPS_A_TURN];
    for (int i = 0; i < STEPS_A_TURN; i++) {
      long start = System.nanoTime();
      feed.next();
      step.step();
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    return Spread.median(times);
  }

  private double inline(OwnStep step, Work work) throws InterruptedException {
    BatchSource source = source(work.batch());
    int[] next = {0};
    return turn(
        step,
        () -> {
          int place = next[0]++;
          source.fill(
              place / source.batches(), place % source.batches(), step.images(), step.labels());
        });
  }

  /** With a thread of this turn's own, which would otherwise fill batches in the others' turns. */
  private double prefetch(OwnStep step, Work work) throws InterruptedException {
    try (var ahead = new Prefetcher(source(work.batch()), 0, 0, BATCHES_AHEAD)) {
      return turn(
          step,
          () -> {
            Batch batch = ahead.take();
            System.arraycopy(batch.images(), 0, step.images(), 0, batch.images().length);
            System.arraycopy(batch.labels(), 0, step.labels(), 0, batch.labels().length);
          });
    }
  }

  /** As the paper's schedule augments: shifts by up to four pixels, mirrored half of the time. */
  private BatchSource source(int batch) {
    return BatchSource.training(
        images, Normalization.perChannel(images), Augmentation.CROP_AND_FLIP, batch, 1, true);
  }

  /** One row a network. */
  @Override
  public Table table(List<Result> results) {
    return Table.create(
        "feeding",
        BenchTables.text("network", results, r -> r.work().network()),
        BenchTables.text("precision", results, r -> r.work().precisionName()),
        BenchTables.whole("batch", results, r -> r.work().batch()),
        BenchTables.text("data", results, Result::data),
        BenchTables.whole("threads", results, r -> Threads.count()),
        BenchTables.number("fixed_ms", 3, results, r -> Optional.of(r.fixed())),
        BenchTables.number("inline_ms", 3, results, r -> Optional.of(r.inline())),
        BenchTables.number("prefetch_ms", 3, results, r -> Optional.of(r.prefetch())),
        BenchTables.number(
            "inline_over_fixed", 3, results, r -> Optional.of(r.inline() / r.fixed())),
        BenchTables.number(
            "prefetch_over_fixed", 3, results, r -> Optional.of(r.prefetch() / r.fixed())));
  }
}
