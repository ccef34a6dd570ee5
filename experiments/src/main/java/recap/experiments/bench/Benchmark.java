package recap.experiments.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import recap.report.Tables;
import tech.tablesaw.api.Table;

/**
 * What {@code recap bench} can measure, one class each.
 *
 * @param <R> what it finds; of a work one or several
 */
public interface Benchmark<R> {
  /** What it measures, in this order. */
  List<Work> works();

  /** What is said before the work at {@code index} is measured. */
  default String title(int index) {
    return "%d of %d: %s".formatted(index + 1, works().size(), works().get(index));
  }

  /**
   * Measures one of {@link #works}.
   *
   * @throws BenchException when it cannot be measured
   */
  List<R> measure(Work work) throws InterruptedException, IOException;

  /** The results for programs; files are called as the table is. */
  Table table(List<R> results);

  /** The same for people. */
  default Table readable(List<R> results) {
    return table(results);
  }

  /** Writes the results so far into {@code folder}, with the conditions they were found under. */
  default void write(List<R> results, Conditions conditions, Path folder) {
    Table table = table(results);
    Path file = folder.resolve(table.name() + ".csv");
    conditions.writeAfter(() -> Tables.write(table, file), folder.resolve(table.name() + ".json"));
  }
}
