package recap.experiments;

import java.util.List;
import java.util.function.ToDoubleFunction;
import recap.experiments.record.RunRecord;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A table with a row for each run: arm, seed, and what the run came to. */
final class RunTable {
  private final List<RunRecord> runs;
  private final Table table;

  private RunTable(String name, List<RunRecord> runs) {
    this.runs = runs;
    this.table =
        Table.create(
            name,
            StringColumn.create("arm", runs.stream().map(RunRecord::arm)),
            LongColumn.create("seed", runs.stream().mapToLong(RunRecord::seed).toArray()));
  }

  static RunTable of(String name, List<RunRecord> runs) {
    return new RunTable(name, runs);
  }

  /** Adds a number of each run; one that is NaN leaves its cell empty. */
  RunTable column(String name, ToDoubleFunction<RunRecord> value) {
    table.addColumns(DoubleColumn.create(name, runs.stream().mapToDouble(value).toArray()));
    return this;
  }

  Table table() {
    return table;
  }
}
