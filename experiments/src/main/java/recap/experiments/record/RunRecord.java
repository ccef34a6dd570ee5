package recap.experiments.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is kept of a run, and the only thing tables and charts are made from.
 *
 * @param format version of this layout
 * @param run the id, {@link RunSpec#id()}
 * @param spec what determined the run
 * @param status how far it came
 * @param started ISO 8601, UTC
 * @param ended the same; the beginning of the last part plus its wall time, so a clock set back
 *     does not show
 * @param command what was typed
 * @param code the commit that ran
 * @param data the images it saw
 * @param machine what the bits may depend on
 * @param environments oneDNN version, instruction set and threads of each part, of a run whose
 *     parts were computed in different ones; else absent
 * @param wallSeconds of all its parts, when it was resumed
 * @param cpuSeconds of the process over the same time
 * @param weightsSha256 of the final weights; of a run that takes them from others, of those, or of
 *     their hashes where there are several; absent where there are none or training diverged
 * @param metrics in order
 * @param recordSha256 of all the above, so that an edit shows
 */
public record RunRecord(
    int format,
    String run,
    RunSpec spec,
    Status status,
    String started,
    String ended,
    String command,
    Code code,
    Data data,
    Machine machine,
    List<String> environments,
    double wallSeconds,
    double cpuSeconds,
    String weightsSha256,
    List<Point> metrics,
    String recordSha256) {
  /** The version of the layout that this code reads and writes. */
  public static final int FORMAT = 1;

  /** How far a run came. */
  public enum Status {
    RUNNING,
    FINISHED,
    /** The loss was no number or absurdly large, or the weights ended as no numbers. */
    DIVERGED,
    INTERRUPTED;

    /** Whether repeating the run would tell nothing new. */
    public boolean complete() {
      return this == FINISHED || this == DIVERGED;
    }
  }

  /**
   * The commit that ran.
   *
   * @param commit hexadecimal, or {@code unknown} outside a git checkout; of the last part of a run
   *     that was resumed
   * @param dirty whether files other than results differed from it, in any part
   * @param earlier the commits of the parts before, in order, of a run whose parts ran on several;
   *     else absent
   */
  public record Code(String commit, boolean dirty, List<String> earlier) {
    /** What runs from the start to the end. */
    public Code(String commit, boolean dirty) {
      this(commit, dirty, null);
    }

    /** What goes on with what {@code before} began. */
    public Code after(Code before) {
      List<String> commits = new ArrayList<>();
      if (before.earlier != null) {
        commits.addAll(before.earlier);
      }
      if (!before.commit.equals(commit)) {
        commits.add(before.commit);
      }
      return new Code(commit, dirty || before.dirty, commits.isEmpty() ? null : commits);
    }
  }

  /**
   * The images a run saw.
   *
   * @param name of the set
   * @param sha256 of its files
   */
  public record Data(String name, String sha256) {}

  /**
   * What was measured after some iterations.
   *
   * @param iteration updates so far; a repetition's number where nothing is trained
   * @param epoch passes over the training set so far
   * @param values by metric's name, finite
   */
  public record Point(long iteration, double epoch, Map<String, Double> values) {
    public Point {
      values = Map.copyOf(values);
    }
  }

  public RunRecord {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(status, "status");
    metrics = List.copyOf(metrics);
  }

  /** The same record with the hash of its content. */
  RunRecord sealed() {
    return withHash(Json.sha256(withHash(null)));
  }

  /** Whether the content is what {@link #sealed()} hashed. */
  boolean intact() {
    return Json.sha256(withHash(null)).equals(recordSha256) && spec.id().equals(run);
  }

  private RunRecord withHash(String hash) {
    return new RunRecord(
        format,
        run,
        spec,
        status,
        started,
        ended,
        command,
        code,
        data,
        machine,
        environments,
        wallSeconds,
        cpuSeconds,
        weightsSha256,
        metrics,
        hash);
  }

  /**
   * The recorded facts that decide the bits and differ from {@code here}, such as {@code threads:
   * recorded 2, here 4}; empty where the same bits can be expected.
   */
  public List<String> differences(Machine here) {
    var differences = new ArrayList<>(machine.differences(here));
    if (environments != null) {
      differences.add("computed in parts, in " + String.join(" and in ", environments));
    }
    return differences;
  }

  /** The arm, {@code plain-20}. */
  public String arm() {
    return spec.arm();
  }

  /** The seed. */
  public long seed() {
    return spec.seed();
  }

  /** The points that hold {@code metric}, in order. */
  public List<Point> having(String metric) {
    return metrics.stream().filter(point -> point.values().containsKey(metric)).toList();
  }

  /** The last value of {@code metric}; NaN where it was never measured. */
  public double last(String metric) {
    var points = having(metric);
    return points.isEmpty() ? Double.NaN : points.get(points.size() - 1).values().get(metric);
  }
}
