package recap.experiments.record;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import recap.experiments.record.RunRecord.Point;
import recap.experiments.record.RunRecord.Status;

/** Records for tests. */
public final class Records {
  private static final Machine MACHINE =
      new Machine(Map.of("recap", "0"), "3.11.0", "avx2", 2, "JVM", "Linux", "CPU", 2, 1024);

  private Records() {}

  public static RunSpec spec(String experiment, String arm, Scale scale, long seed) {
    return new RunSpec(
        experiment, arm, scale, seed, Map.of("batch", 128, "precision", "F32", "rate", 0.1));
  }

  public static RunRecord of(RunSpec spec, Status status, Point... points) {
    return new RunRecord(
        RunRecord.FORMAT,
        spec.id(),
        spec,
        status,
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:10Z",
        "recap run",
        new RunRecord.Code("0123abc", false),
        new RunRecord.Data("CIFAR-10", "00"),
        MACHINE,
        null,
        10,
        19.5,
        "ab",
        List.of(points),
        null);
  }

  /** The same record, had it been written with another spec, on another machine, with others. */
  public static RunRecord changed(
      RunRecord record, RunSpec spec, Machine machine, List<Point> points) {
    return copy(record, record.started(), spec, record.code(), machine, points);
  }

  /** The same record, had a setting been another. */
  public static RunRecord with(RunRecord record, String setting, Object value) {
    var settings = new HashMap<>(record.spec().configuration());
    settings.put(setting, value);
    RunSpec was = record.spec();
    var spec = new RunSpec(was.experiment(), was.arm(), was.scale(), was.seed(), settings);
    return changed(record, spec, record.machine(), record.metrics());
  }

  /** The same record of a run that began at another time. */
  public static RunRecord startedAt(RunRecord record, String started) {
    return copy(record, started, record.spec(), record.code(), record.machine(), record.metrics());
  }

  /** The same record, had files differed from the commit. */
  public static RunRecord uncommitted(RunRecord record) {
    var code = new RunRecord.Code(record.code().commit(), true);
    return copy(record, record.started(), record.spec(), code, record.machine(), record.metrics());
  }

  /** The same record, had another commit been checked out. */
  public static RunRecord at(RunRecord record, String commit) {
    var code = new RunRecord.Code(commit, record.code().dirty());
    return copy(record, record.started(), record.spec(), code, record.machine(), record.metrics());
  }

  /** The same record of a run that ended with other weights, at another time. */
  public static RunRecord ended(RunRecord record, String ended, String weightsSha256) {
    return outcome(record, ended, record.environments(), weightsSha256);
  }

  /** The same record of a run whose parts were computed in several places. */
  public static RunRecord inParts(RunRecord record, String... environments) {
    return outcome(record, record.ended(), List.of(environments), record.weightsSha256());
  }

  private static RunRecord outcome(
      RunRecord record, String ended, List<String> environments, String weightsSha256) {
    return new RunRecord(
            record.format(),
            record.run(),
            record.spec(),
            record.status(),
            record.started(),
            ended,
            record.command(),
            record.code(),
            record.data(),
            record.machine(),
            environments,
            record.wallSeconds(),
            record.cpuSeconds(),
            weightsSha256,
            record.metrics(),
            null)
        .sealed();
  }

  private static RunRecord copy(
      RunRecord record,
      String started,
      RunSpec spec,
      RunRecord.Code code,
      Machine machine,
      List<Point> points) {
    return new RunRecord(
            record.format(),
            spec.id(),
            spec,
            record.status(),
            started,
            record.ended(),
            record.command(),
            code,
            record.data(),
            machine,
            record.environments(),
            record.wallSeconds(),
            record.cpuSeconds(),
            record.weightsSha256(),
            points,
            null)
        .sealed();
  }

  /** A machine like no other. */
  public static Machine machine() {
    return MACHINE;
  }

  /** The same with another processor. */
  public static Machine machine(String cpu) {
    return new Machine(
        MACHINE.libraries(), "3.11.0", "avx2", 2, "JVM", "Linux", cpu, 2, MACHINE.memoryMib());
  }

  /** A point with one value. */
  public static Point point(long iteration, double epoch, String metric, double value) {
    return new Point(iteration, epoch, Map.of(metric, value));
  }
}
