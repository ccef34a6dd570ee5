package recap.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import recap.io.StorageException;
import recap.onednn.Threads;

/**
 * Runs a {@link Training}: nothing here but the number of threads changes a bit of the result.
 *
 * <p>With a checkpoint file, a run that was stopped in any way, by a power cut too, goes on from
 * there: run the same training with the same file. A file lock beside it keeps a second process
 * off. Once a run has ended, its checkpoint stays until {@link #discardCheckpoint()}, so that
 * nothing is lost before the result is recorded.
 *
 * <p>One run may be alive in a process. Interrupting its thread, or ending the process with Ctrl-C,
 * ends it within a step, with a checkpoint saved and native memory freed.
 */
public final class Trainer {
  private final Training training;
  private final Optional<Path> checkpoint;
  private final Duration checkpointEvery;
  private final Feeding feeding;
  private final TrainingListener listener;
  private final OptionalInt threads;

  private Trainer(
      Training training,
      Optional<Path> checkpoint,
      Duration checkpointEvery,
      Feeding feeding,
      TrainingListener listener,
      OptionalInt threads) {
    this.training = training;
    this.checkpoint = checkpoint;
    this.checkpointEvery = checkpointEvery;
    this.feeding = feeding;
    this.listener = listener;
    this.threads = threads;
  }

  /** Without checkpoints and listeners. */
  public static Trainer of(Training training) {
    return new Trainer(
        training,
        Optional.empty(),
        Duration.ofMinutes(5),
        Feeding.INLINE,
        TrainingListener.NONE,
        OptionalInt.empty());
  }

  /** The same with a checkpoint, replaced at the end of every epoch and every few minutes. */
  public Trainer checkpoint(Path file) {
    return new Trainer(training, Optional.of(file), checkpointEvery, feeding, listener, threads);
  }

  /**
   * The same with other times between checkpoints within an epoch; 5 minutes if not said.
   *
   * @throws IllegalArgumentException for a negative time
   */
  public Trainer checkpointEvery(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(
          "Trainer: expected a time of at least 0 between checkpoints, received "
              + time
              + "; raise it.");
    }
    return new Trainer(training, checkpoint, time, feeding, listener, threads);
  }

  /** The same with batches prepared elsewhere; inline if not said. */
  public Trainer feeding(Feeding feeding) {
    return new Trainer(training, checkpoint, checkpointEvery, feeding, listener, threads);
  }

  /** The same with someone who is told how it goes. */
  public Trainer listener(TrainingListener listener) {
    return new Trainer(training, checkpoint, checkpointEvery, feeding, listener, threads);
  }

  /**
   * The same computed by {@code threads} threads; as many as {@link Threads#count} says when it
   * starts if not said. The count alone can change the result's bits, so the result names it.
   *
   * @throws IllegalArgumentException as {@link Threads#set}
   */
  public Trainer threads(int threads) {
    var count = OptionalInt.of(Threads.require(threads));
    return new Trainer(training, checkpoint, checkpointEvery, feeding, listener, count);
  }

  Training training() {
    return training;
  }

  Optional<Path> checkpoint() {
    return checkpoint;
  }

  Duration checkpointEvery() {
    return checkpointEvery;
  }

  Feeding feeding() {
    return feeding;
  }

  TrainingListener listener() {
    return listener;
  }

  /**
   * Trains to the end, from the checkpoint if there is one. Divergence and interruption are
   * results, not exceptions; the interrupt is used up, so the thread can go on with other work.
   *
   * @throws IllegalStateException when another run is alive in this process
   * @throws StorageException when the checkpoint is damaged, belongs to another training, is in use
   *     by another process or cannot be written
   * @throws IllegalArgumentException for a layer that no kernel computes
   * @throws recap.onednn.NativeUnavailableException where oneDNN cannot be loaded or does not
   *     compute the precision
   * @throws recap.onednn.NotEnoughMemoryException before anything is allocated, with the need, what
   *     is free and the batch that would fit
   */
  public TrainingResult run() {
    try (var guard = RunGuard.enter(training.network().name())) {
      TrainingResult result = runLocked(guard);
      listener.ended(result);
      return result;
    }
  }

  private TrainingResult runLocked(RunGuard guard) {
    if (checkpoint.isEmpty()) {
      return runFrom(() -> Checkpoint.start(training), guard);
    }
    Path file = checkpoint.get();
    try (var lock = lock(file)) {
      return runFrom(
          () -> Files.exists(file) ? Checkpoint.read(file, training) : Checkpoint.start(training),
          guard);
    }
  }

  private static RunLock lock(Path checkpoint) {
    return RunLock.acquire(checkpoint.resolveSibling(checkpoint.getFileName() + ".lock"));
  }

  /** Not from a checkpoint: it holds all weights on the heap, and would for the whole run. */
  private TrainingResult runFrom(Supplier<Checkpoint> start, RunGuard guard) {
    int count = threads.orElseGet(Threads::count);
    new RunMemory(training, count).require(); // before the weights take the heap
    try (var run = new TrainingRun(this, count, start.get(), guard)) {
      return run.toEnd();
    }
  }

  /**
   * Removes the checkpoint, for a run whose result is recorded or that is to start anew.
   *
   * @throws StorageException when another process is at it or it cannot be removed
   */
  public void discardCheckpoint() {
    if (checkpoint.isEmpty()) {
      return;
    }
    Path file = checkpoint.get();
    try (var lock = lock(file)) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw StorageException.undeletable(file, e);
    }
  }
}
