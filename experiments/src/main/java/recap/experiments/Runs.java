package recap.experiments;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import recap.experiments.record.Checkout;
import recap.experiments.record.Machine;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.RunSpec;
import recap.experiments.record.RunStore;
import recap.train.RunLock;

/** Keeps the records of a session's runs: what is complete, what goes on, what begins. */
final class Runs {
  /** By project: what a process has loaded does not change with a commit made meanwhile. */
  private static final Map<Path, RunRecord.Code> LOADED = new ConcurrentHashMap<>();

  private final Session session;
  private final RunStore store;
  private final RunRecord.Code code;
  private final Machine machine;
  private final Set<String> startedHere = new HashSet<>();

  Runs(Session session) {
    this.session = session;
    this.store = session.store();
    store.requireWritable();
    this.code = LOADED.computeIfAbsent(session.home(), Checkout::code);
    this.machine = Machine.current(session.threads());
  }

  /**
   * Begins a run, or goes on with one that was broken off; it is locked until it is closed. With
   * {@code --fresh} whatever there is of it is replaced, once a session.
   *
   * @return empty where the run is complete and need not be repeated
   * @throws recap.io.StorageException when another process works on it; nothing is then changed
   */
  private Optional<Run> begin(RunSpec spec, RunRecord.Data data, Origin origin) {
    boolean renew = session.fresh() && !startedHere.contains(spec.id());
    if (!renew && isComplete(spec, origin)) {
      return Optional.empty();
    }
    RunLock lock = RunLock.acquire(store.lock(spec));
    try {
      if (!renew && isComplete(spec, origin)) { // by another process, between the look and the lock
        lock.close();
        return Optional.empty();
      }
      // Without a checkpoint all begins anew, and the earlier part counts for nothing.
      boolean goesOn = !renew && Files.exists(store.checkpoint(spec));
      RunRecord before = goesOn ? store.find(spec).orElse(null) : null;
      var run = new Run(spec, data, before, lock);
      if (renew) {
        // After the new record is on disk: where that is full, the earlier run is still whole.
        store.deleteOutcome(spec);
      }
      startedHere.add(spec.id());
      return Optional.of(run);
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  /** What makes a run of which there is no complete record. */
  @FunctionalInterface
  interface Work {
    void on(Run run) throws InterruptedException;
  }

  /**
   * Begins a run that is not complete, or goes on with it, and lets {@code work} make it.
   *
   * @throws InterruptedException when stopped; the run has then saved itself
   */
  void complete(RunSpec spec, RunRecord.Data data, Work work) throws InterruptedException {
    complete(spec, data, Origin.NONE, work);
  }

  /** The same for a run that takes its weights from others: with other weights it is repeated. */
  void complete(RunSpec spec, RunRecord.Data data, Origin origin, Work work)
      throws InterruptedException {
    Optional<Run> begun = begin(spec, data, origin);
    if (begun.isPresent()) {
      try (Run run = begun.get()) {
        if (!origin.equals(Origin.NONE)) {
          run.weights(origin.weightsSha256());
        }
        work.on(run);
      }
    }
  }

  private boolean isComplete(RunSpec spec, Origin origin) {
    Optional<RunRecord> complete = store.complete(spec).filter(origin::of);
    complete.ifPresent(r -> session.progress().note(title(spec) + ": read, " + outcome(r)));
    return complete.isPresent();
  }

  static String title(RunSpec spec) {
    return spec.experiment() + " " + spec.arm() + " seed " + spec.seed();
  }

  private static String outcome(RunRecord record) {
    return record.status() == Status.DIVERGED
        ? "diverged"
        : "finished %s, %s".formatted(record.ended(), Durations.text(record.wallSeconds()));
  }

  /** One run in work; every change of status is on disk before the method returns. */
  final class Run implements AutoCloseable {
    private final RunLock lock;
    private final RunSpec spec;
    private final RunRecord.Data data;
    private final String started;
    private final Instant continued;
    private final RunRecord.Code ran;
    private final double earlierWall;
    private final double earlierCpu;
    private final long nanos = System.nanoTime();
    private final long cpuNanos = cpu();
    private final List<RunRecord.Point> points = new ArrayList<>();
    private List<String> environments;
    private String weightsSha256;

    private Run(RunSpec spec, RunRecord.Data data, RunRecord before, RunLock lock) {
      this.lock = lock;
      this.spec = spec;
      this.data = data;
      this.continued = before == null ? now() : after(before);
      this.started = before == null ? continued.toString() : before.started();
      this.ran = before == null ? code : code.after(before.code());
      this.earlierWall = before == null ? 0 : before.wallSeconds();
      this.earlierCpu = before == null ? 0 : before.cpuSeconds();
      save(Status.RUNNING);
    }

    RunSpec spec() {
      return spec;
    }

    long seed() {
      return spec.seed();
    }

    String title() {
      return Runs.title(spec);
    }

    void add(RunRecord.Point point) {
      points.add(point);
    }

    /** Records the time so far, which would be lost if the process were killed. */
    void goesOn() {
      save(Status.RUNNING);
    }

    void points(List<RunRecord.Point> all) {
      points.clear();
      points.addAll(all);
    }

    /** Where its parts were computed; worth recording if there was more than one place. */
    void environments(List<String> all) {
      environments = all.size() > 1 ? all : null;
    }

    void weights(String sha256) {
      weightsSha256 = sha256;
    }

    /** Ends it well; the line that says so. */
    String finished() {
      return Runs.outcome(save(Status.FINISHED));
    }

    /** Ends it because the loss left the numbers. */
    String diverged() {
      return Runs.outcome(save(Status.DIVERGED));
    }

    void interrupted() {
      save(Status.INTERRUPTED);
    }

    /**
     * Goes on unless the thread has been told to stop; for work that keeps nothing of itself.
     *
     * @param how it ends, for whoever watches
     */
    void stopIfTold(String how) throws InterruptedException {
      if (Thread.interrupted()) {
        interrupted();
        session.progress().stopped(how);
        throw new InterruptedException(how);
      }
    }

    /** Lets others work on it. */
    @Override
    public void close() {
      lock.close();
    }

    private RunRecord save(Status status) {
      double here = (System.nanoTime() - nanos) * 1e-9;
      double cpu = earlierCpu + (cpu() - cpuNanos) * 1e-9;
      var record =
          new RunRecord(
              RunRecord.FORMAT,
              spec.id(),
              spec,
              status,
              started,
              continued.plusMillis(Math.round(1000 * here)).toString(),
              session.command(),
              ran,
              data,
              machine,
              environments,
              earlierWall + here,
              cpu,
              weightsSha256,
              points,
              null);
      store.save(record);
      return record;
    }
  }

  /** Now, or the end of the part before where the clock has been set back since. */
  private static Instant after(RunRecord before) {
    long worked = Math.round(1000 * before.wallSeconds());
    Instant least = Instant.parse(before.started()).plusMillis(worked);
    return now().isBefore(least) ? least : now();
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  private static long cpu() {
    var bean = ManagementFactory.getOperatingSystemMXBean();
    return bean instanceof com.sun.management.OperatingSystemMXBean os ? os.getProcessCpuTime() : 0;
  }
}
