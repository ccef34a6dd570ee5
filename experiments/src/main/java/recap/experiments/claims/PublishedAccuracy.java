package recap.experiments.claims;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tech.tablesaw.api.Row;

/**
 * Accuracy on ImageNet's validation images as published with a model's weights. Recap does not
 * train on ImageNet.
 *
 * @param top1 % of images whose class is the first answer
 * @param top5 % of images whose class is among the first five
 * @param source who published it, and how it was measured
 */
public record PublishedAccuracy(double top1, double top5, String source) {
  private static final Map<String, PublishedAccuracy> ALL = load();

  private static Map<String, PublishedAccuracy> load() {
    var all = new LinkedHashMap<String, PublishedAccuracy>();
    for (Row row : Resources.table("imagenet-accuracy.csv", "model", "source")) {
      all.put(
          row.getString("model"),
          new PublishedAccuracy(
              row.getDouble("top1_percent"),
              row.getDouble("top5_percent"),
              row.getString("source")));
    }
    return all;
  }

  /** Of the zoo's model {@code name}; empty where nothing is published for it. */
  public static Optional<PublishedAccuracy> of(String name) {
    return Optional.ofNullable(ALL.get(name));
  }
}
