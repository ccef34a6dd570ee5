package recap.experiments;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import recap.experiments.record.Json;
import recap.experiments.record.Machine;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import recap.onednn.NativeInfo;
import recap.train.Trainer;
import recap.train.Training;
import recap.train.TrainingListener;
import recap.train.TrainingResult;

/**
 * Repeats the beginning of a recorded run. The same machine, threads and versions must give the
 * same bits: the hash of every measured point up to there (losses, errors, gradient norms, the
 * layers before the first step) is compared, and where the run is no longer than the repeated part,
 * that of the layers after the last step and of the weights. Elsewhere the recorded facts that
 * differ are named first.
 *
 * @param same whether every hash is the same
 * @param lines what was found, for the user
 */
public record Verification(boolean same, List<String> lines) {
  /** Measured points that are repeated. */
  private static final int POINTS = 2;

  /** Values that a line shows. */
  private static final int SHOWN = 8;

  public Verification {
    lines = List.copyOf(lines);
  }

  /**
   * Repeats the first points of {@code record}, in the precision that it was computed in.
   *
   * @param experiment that made it
   * @param threads that compute now
   * @throws IllegalArgumentException where there is nothing to repeat
   */
  public static Verification of(
      Experiment experiment, RunRecord record, int threads, TrainingListener listener)
      throws InterruptedException {
    if (record.metrics().isEmpty()) {
      throw unmeasured(record);
    }
    List<String> facts = new ArrayList<>(record.differences(Machine.current(threads)));
    TrainingJob job = job(experiment, record);
    Training training = job.training();
    if (!NativeInfo.load().precisions().contains(training.precision())) {
      facts.add("precision: recorded " + training.precision() + ", which is not computed here");
      return new Verification(false, facts);
    }
    List<Point> recorded = record.having("train_loss");
    if (recorded.isEmpty()) {
      throw unmeasured(record);
    }
    List<Point> compared = recorded.subList(0, Math.min(POINTS, recorded.size()));
    int iterations = (int) compared.get(compared.size() - 1).iteration();
    TrainingResult result = Trainer.of(cut(training, iterations)).listener(listener).run();
    if (result.status() == TrainingResult.Status.INTERRUPTED) {
      throw new InterruptedException(result.message());
    }
    return compare(record, compared, job, result, facts);
  }

  private static TrainingJob job(Experiment experiment, RunRecord record) {
    TrainingJob job =
        experiment
            .job(record)
            .orElseThrow(
                () ->
                    refusal(
                        record,
                        "no training that its experiment's job() could name",
                        "choose a run of a training experiment"));
    List<String> settings = settings(record.spec().configuration(), job.training().configuration());
    if (!settings.isEmpty()) {
      throw refusal(
          record,
          "another configuration in today's code (" + String.join("; ", settings) + ")",
          "check out commit " + record.code().commit());
    }
    return job;
  }

  /** The settings that differ; compared as texts, since a record has no types of numbers. */
  private static List<String> settings(Map<String, Object> recorded, Map<String, Object> today) {
    var names = new TreeMap<>(recorded);
    names.putAll(today);
    return names.keySet().stream()
        .filter(n -> !String.valueOf(recorded.get(n)).equals(String.valueOf(today.get(n))))
        .map(n -> n + ": recorded " + recorded.get(n) + ", here " + today.get(n))
        .toList();
  }

  /** Schedules depend on the iteration alone, so a shorter training begins with the same bits. */
  private static Training cut(Training training, int iterations) {
    return iterations < training.totalIterations() ? training.iterations(iterations) : training;
  }

  private static Verification compare(
      RunRecord record,
      List<Point> recorded,
      TrainingJob job,
      TrainingResult result,
      List<String> facts) {
    var lines = new ArrayList<>(facts);
    boolean same = true;
    if (job.probed()) {
      Point start = TrainingRuns.start(job.training());
      for (Point point : probes(record, TrainingRuns.START)) {
        same &= equal(point, start, lines);
      }
    }
    List<Point> repeated = TrainingRuns.points(result.metrics());
    same &= repeated.size() >= recorded.size();
    for (int i = 0; i < recorded.size() && i < repeated.size(); i++) {
      same &= equal(recorded.get(i), repeated.get(i), lines);
    }
    boolean whole = recorded.size() == record.having("train_loss").size();
    if (whole && job.probed() && result.status() == TrainingResult.Status.FINISHED) {
      for (Point point : probes(record, TrainingRuns.END)) {
        same &= equal(point, TrainingRuns.end(job.training(), result), lines);
      }
    }
    if (whole && record.weightsSha256() != null) {
      boolean equal = record.weightsSha256().equals(result.weightsSha256());
      same &= equal;
      lines.add(
          "weights: " + (equal ? "the same" : "another") + " SHA-256 " + result.weightsSha256());
    }
    if (!same && facts.isEmpty()) {
      lines.add("no recorded fact of the machine differs: the code computes something else");
    }
    return new Verification(same, lines);
  }

  /** Where the layers were looked at; nowhere in a run that diverged. */
  private static List<Point> probes(RunRecord record, String when) {
    return record.metrics().stream()
        .filter(point -> point.values().keySet().stream().anyMatch(k -> k.startsWith(when + ".")))
        .toList();
  }

  /** Compares two points, and adds a line that says what came of it. */
  private static boolean equal(Point recorded, Point repeated, List<String> lines) {
    Map<String, Double> was = bits(recorded);
    Map<String, Double> is = bits(repeated);
    boolean equal = was.equals(is);
    lines.add(
        "iteration "
            + recorded.iteration()
            + ": "
            + (equal
                ? "the same SHA-256 " + Json.sha256(was) + " of [" + first(was.keySet()) + "]"
                : "recorded {"
                    + first(was.entrySet())
                    + "}, repeated {"
                    + first(is.entrySet())
                    + "}"));
    return equal;
  }

  /** The first of them, and how many more there are. */
  private static String first(Collection<?> all) {
    String first = all.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    return all.size() > SHOWN ? first + " and " + (all.size() - SHOWN) + " more" : first;
  }

  /** The values that do not depend on the clock. */
  private static Map<String, Double> bits(Point point) {
    var values = new TreeMap<>(point.values());
    values.keySet().removeIf(metric -> metric.endsWith("_seconds"));
    return values;
  }

  private static IllegalArgumentException unmeasured(RunRecord record) {
    return refusal(record, "no measured point", "choose a run that got further");
  }

  private static IllegalArgumentException refusal(RunRecord record, String found, String remedy) {
    return new IllegalArgumentException(
        "verify: expected a run to repeat, found "
            + record.run()
            + " with "
            + found
            + "; "
            + remedy);
  }
}
