package recap.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import recap.experiments.record.Machine;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import recap.train.Trainer;
import recap.train.Training;
import recap.train.TrainingListener;
import recap.train.TrainingResult;

/**
 * Repeats the beginning of a recorded run. The same machine, threads and versions must give the
 * same bits: every measured value up to there (losses, errors, gradient norms) is compared exactly,
 * and the hash of the weights where the run is no longer than the repeated part.
 *
 * @param same whether every value and hash is the same
 * @param lines what was found, for the user
 */
public record Verification(boolean same, List<String> lines) {
  /** Measured points that are repeated. */
  private static final int POINTS = 2;

  public Verification {
    lines = List.copyOf(lines);
  }

  /**
   * Repeats the first points of {@code record}.
   *
   * @param experiment that made it
   * @param threads that compute now
   * @throws IllegalArgumentException where there is nothing to repeat
   */
  public static Verification of(
      Experiment experiment, RunRecord record, int threads, TrainingListener listener)
      throws InterruptedException {
    TrainingJob job =
        experiment
            .job(record)
            .orElseThrow(
                () ->
                    refusal(record, "it trains nothing", "choose a run of a training experiment"));
    if (!job.spec().id().equals(record.run())) {
      throw refusal(
          record,
          "another configuration in today's code",
          "check out commit " + record.code().commit());
    }
    List<Point> recorded = record.having("train_loss");
    if (recorded.isEmpty()) {
      throw refusal(record, "no measured point", "choose a run that got further");
    }
    List<Point> compared = recorded.subList(0, Math.min(POINTS, recorded.size()));
    int iterations = (int) compared.get(compared.size() - 1).iteration();
    TrainingResult result = Trainer.of(cut(job.training(), iterations)).listener(listener).run();
    if (result.status() == TrainingResult.Status.INTERRUPTED) {
      throw new InterruptedException(result.message());
    }
    return compare(record, compared, result, threads);
  }

  /** Schedules depend on the iteration alone, so a shorter training begins with the same bits. */
  private static Training cut(Training training, int iterations) {
    return iterations < training.totalIterations() ? training.iterations(iterations) : training;
  }

  private static Verification compare(
      RunRecord record, List<Point> recorded, TrainingResult result, int threads) {
    var lines = new ArrayList<String>();
    List<Point> repeated = TrainingRuns.points(result.metrics());
    boolean same = repeated.size() >= recorded.size();
    for (int i = 0; i < recorded.size() && i < repeated.size(); i++) {
      Map<String, Double> was = bits(recorded.get(i));
      Map<String, Double> is = bits(repeated.get(i));
      boolean equal = was.equals(is);
      same &= equal;
      lines.add(
          "iteration "
              + recorded.get(i).iteration()
              + (equal ? ": same " + was.keySet() : ": recorded " + was + ", repeated " + is));
    }
    boolean whole = recorded.size() == record.having("train_loss").size();
    if (whole && record.weightsSha256() != null) {
      boolean equal = record.weightsSha256().equals(result.weightsSha256());
      same &= equal;
      lines.add(
          "weights: " + (equal ? "same SHA-256 " : "another SHA-256, ") + result.weightsSha256());
    }
    List<String> differences = record.machine().differences(Machine.current(threads));
    if (!same) {
      lines.addAll(differences);
      if (differences.isEmpty()) {
        lines.add("no recorded fact of the machine differs: the code computes something else");
      }
    }
    return new Verification(same, lines);
  }

  /** The values that do not depend on the clock. */
  private static Map<String, Double> bits(Point point) {
    var values = new TreeMap<>(point.values());
    values.keySet().removeIf(metric -> metric.endsWith("_seconds"));
    return values;
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
