package recap.experiments.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import tech.tablesaw.api.Table;

/**
 * Steps in steady state under Java's flight recorder: where the stepping thread is when it is
 * looked at, every millisecond or so, and what it allocates.
 *
 * <p>The recording is kept; {@code jfr print} and JDK Mission Control read it.
 */
public final class Flight implements Benchmark<Flight.Result> {
  private static final int STEPS = 100;

  private static final Duration SAMPLING = Duration.ofMillis(1);

  /** The method whose native side runs primitives. */
  private static final String EXECUTE = "dnnl_primitive_execute";

  private static final List<String> ALLOCATIONS =
      List.of("jdk.ObjectAllocationInNewTLAB", "jdk.ObjectAllocationOutsideTLAB");

  private static final String IN_JAVA = "jdk.ExecutionSample";
  private static final String IN_NATIVE = "jdk.NativeMethodSample";

  private final List<Work> works;
  private final Path folder;

  /**
   * What was recorded of the stepping thread.
   *
   * @param work what was computed
   * @param steps recorded
   * @param millis of the middle step
   * @param samples looks at the thread
   * @param outside those that found it outside oneDNN's primitives
   * @param allocations of Java objects, as events
   */
  public record Result(
      Work work, int steps, double millis, long samples, long outside, long allocations) {
    /** The share of the time outside oneDNN's primitives, in [0, 1]. */
    double outsideShare() {
      return (double) outside / Math.max(1, samples);
    }
  }

  /** Of all {@code works}; recordings go to {@code folder}. */
  public Flight(List<Work> works, Path folder) {
    this.works = works;
    this.folder = folder;
  }

  @Override
  public List<Work> works() {
    return works;
  }

  /** Records steps after as many that warm up. */
  @Override
  public List<Result> measure(Work work) throws IOException {
    Path file = folder.resolve(work.toString().replace(' ', '_') + ".jfr");
    try (var step = new OwnStep(work);
        var recording = new Recording()) {
      for (String event : ALLOCATIONS) {
        recording.enable(event).withStackTrace();
      }
      recording.enable(IN_JAVA).withPeriod(SAMPLING);
      recording.enable(IN_NATIVE).withPeriod(SAMPLING);
      double[] times = new double[STEPS];
      run(step, times);
      recording.start();
      run(step, times);
      recording.stop();
      recording.dump(file);
      return List.of(read(work, Spread.median(times), file));
    }
  }

  private static void run(OwnStep step, double[] times) {
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      step.step();
      times[i] = (System.nanoTime() - start) / 1e6;
    }
  }

  private static Result read(Work work, double millis, Path file) throws IOException {
    long samples = 0;
    long outside = 0;
    long allocations = 0;
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      String kind = event.getEventType().getName();
      if (inStep(event)) {
        boolean sample = kind.equals(IN_JAVA) || kind.equals(IN_NATIVE);
        samples += sample ? 1 : 0;
        outside += sample && !passes(event, EXECUTE) ? 1 : 0;
        allocations += ALLOCATIONS.contains(kind) ? 1 : 0;
      }
    }
    return new Result(work, STEPS, millis, samples, outside, allocations);
  }

  /** Whether the thread of {@code event} was in a step, not in the recorder or this class. */
  private static boolean inStep(RecordedEvent event) {
    return event.getStackTrace() != null && passes(event, "step");
  }

  private static boolean passes(RecordedEvent event, String method) {
    return event.getStackTrace().getFrames().stream()
        .anyMatch(frame -> frame.getMethod().getName().equals(method));
  }

  /** One row a work. */
  @Override
  public Table table(List<Result> results) {
    return Table.create(
        "profile",
        BenchTables.text("network", results, r -> r.work().network()),
        BenchTables.text("precision", results, r -> r.work().precisionName()),
        BenchTables.text("mode", results, r -> r.work().modeName()),
        BenchTables.whole("batch", results, r -> r.work().batch()),
        BenchTables.whole("steps", results, Result::steps),
        BenchTables.number("step_ms", 3, results, r -> Optional.of(r.millis())),
        BenchTables.whole("samples", results, Result::samples),
        BenchTables.whole("outside", results, Result::outside),
        BenchTables.number("outside_percent", 2, results, r -> Optional.of(100 * r.outsideShare())),
        BenchTables.whole("allocation_events", results, Result::allocations));
  }
}
