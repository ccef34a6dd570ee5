package recap.report;

import java.util.Collection;
import java.util.List;

/** Where every chart begins. Titles say what is shown; axis titles carry the unit. */
public final class Charts {
  private static final int NAMED_RUNS = 12;

  private Charts() {}

  /** Lines and points, such as an error over epochs. */
  public static LineChart lines(String title, String xTitle, String yTitle) {
    return new LineChart(title, xTitle, yTitle);
  }

  /** Labelled balls, such as accuracy over MACs with balls as large as the parameters are many. */
  public static BallChart balls(String title, String xTitle, String yTitle) {
    return new BallChart(title, xTitle, yTitle);
  }

  /** Groups of bars, such as a time for each block and precision. */
  public static BarChart bars(String title, String xTitle, String yTitle) {
    return new BarChart(title, xTitle, yTitle);
  }

  /**
   * The caption that names what a chart was made from: {@code Data: CIFAR-10. Runs: 1a2b3c4d,
   * 5e6f7a8b.} Ids are cut to eight characters; of more than twelve runs the first and the last are
   * named.
   */
  public static String caption(String dataSet, Collection<String> runIds) {
    List<String> ids =
        runIds.stream().distinct().map(id -> id.length() > 8 ? id.substring(0, 8) : id).toList();
    if (ids.isEmpty()) {
      return "Data: " + dataSet + ".";
    }
    String runs =
        ids.size() <= NAMED_RUNS
            ? String.join(", ", ids)
            : ids.get(0) + " to " + ids.get(ids.size() - 1) + " (" + ids.size() + " runs)";
    return "Data: %s. Runs: %s.".formatted(dataSet, runs);
  }
}
