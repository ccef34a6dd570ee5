package recap.experiments.record;

import java.util.List;
import java.util.TreeMap;

/**
 * The metrics of many runs as one tidy table: a row for each value, in columns {@code run, arm,
 * seed, iteration, epoch, metric, value}.
 */
public final class MetricsTable {
  /** Its name in the experiment's folder. */
  public static final String FILE = "metrics.csv";

  private static final String HEADER = "run,arm,seed,iteration,epoch,metric,value\n";

  private MetricsTable() {}

  /** The records' metrics as CSV; none of the fields can need quotes. */
  public static String csv(List<RunRecord> records) {
    var text = new StringBuilder(HEADER);
    for (RunRecord record : records) {
      String run = record.run() + "," + record.arm() + "," + record.seed() + ",";
      for (RunRecord.Point point : record.metrics()) {
        String place = run + point.iteration() + "," + point.epoch() + ",";
        new TreeMap<>(point.values())
            .forEach(
                (metric, value) ->
                    text.append(place).append(metric).append(',').append(value).append('\n'));
      }
    }
    return text.toString();
  }
}
