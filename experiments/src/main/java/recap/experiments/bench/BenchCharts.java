package recap.experiments.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import recap.onednn.Mode;
import recap.onednn.Precision;
import recap.report.BarChart;
import recap.report.ChartFiles;
import recap.report.Charts;
import recap.report.Figure;
import recap.report.Tables;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * One chart for each mode and precision of {@code bench.csv}: the time of each side in units of
 * ours, since networks differ a hundredfold.
 */
public final class BenchCharts {
  private static final List<Mode> MODES = List.of(Mode.TRAINING, Mode.INFERENCE);
  private static final Pattern RATIO = Pattern.compile("|\\d+(\\.\\d+)?");

  private BenchCharts() {}

  /**
   * As {@link #draw}, for {@code folder} and all folders below it.
   *
   * @return those that have tables
   * @throws UncheckedIOException when they cannot be listed
   */
  public static List<Path> drawAll(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isDirectory).sorted().filter(BenchCharts::draw).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * Draws {@code train_f32.svg}, {@code train_f32.png} and so on from the tables of {@code folder},
   * and deletes the chart of a mode and precision that they do not have: its figures are gone.
   *
   * @return whether there are tables
   * @throws IllegalArgumentException naming a file that is not what it should be
   */
  public static boolean draw(Path folder) {
    Path file = folder.resolve(BenchTables.RACES);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    Table races = races(file);
    Conditions conditions = Conditions.read(folder.resolve(Conditions.FILE));
    for (Mode mode : MODES) {
      for (Precision precision : Precision.values()) {
        var group =
            races.where(
                races
                    .stringColumn("mode")
                    .isEqualTo(Work.name(mode))
                    .and(races.stringColumn("precision").isEqualTo(Work.name(precision))));
        String name = Work.name(mode) + "_" + Work.name(precision);
        if (group.isEmpty()) {
          ChartFiles.delete(folder, name);
        } else {
          ChartFiles.write(chart(group, mode, precision, conditions), folder, name);
        }
      }
    }
    return true;
  }

  private static Table races(Path file) {
    // Ratios as text: one that was not measured is empty.
    Table races =
        Tables.read(
            file, "network", "precision", "mode", "peer", "ours_over_floor", "peer_over_ours");
    List<String> columns = BenchTables.races(List.of()).columnNames();
    if (races.columnNames().equals(columns)
        && !races.isEmpty()
        && races.column("batch").type().equals(ColumnType.LONG)
        && races.stream().allMatch(BenchCharts::isRace)) {
      return races;
    }
    throw new IllegalArgumentException(
        file
            + ": expected the measured steps of a benchmark under "
            + columns
            + ", found other rows or none; restore it from version control or run ./recap bench"
            + " again");
  }

  private static boolean isRace(Row row) {
    return MODES.stream().map(Work::name).anyMatch(row.getString("mode")::equals)
        && Stream.of(Precision.values())
            .map(Work::name)
            .anyMatch(row.getString("precision")::equals)
        && RATIO.matcher(row.getString("ours_over_floor")).matches()
        && RATIO.matcher(row.getString("peer_over_ours")).matches();
  }

  private static Figure chart(Table races, Mode mode, Precision precision, Conditions conditions) {
    List<Row> rows = IntStream.range(0, races.rowCount()).mapToObj(races::row).toList();
    String peer =
        rows.stream()
            .map(row -> row.getString("peer"))
            .filter(name -> !name.isEmpty())
            .findFirst()
            .orElse("");
    Map<String, Function<Row, Optional<Double>>> sides = new LinkedHashMap<>();
    sides.put("Recap", row -> Optional.of(1.0));
    sides.put("bare oneDNN primitives", row -> ratio(row, "ours_over_floor").map(r -> 1 / r));
    sides.put(peer, row -> ratio(row, "peer_over_ours"));
    // A side that missed a race is left out: a missing bar would read as no time at all.
    sides.values().removeIf(side -> rows.stream().anyMatch(row -> side.apply(row).isEmpty()));

    BarChart chart =
        Charts.bars(
                (mode == Mode.TRAINING ? "A training step in " : "Inference in ")
                    + Work.name(precision),
                "network and batch",
                "time / Recap's own (less is faster)")
            .categories(
                rows.stream()
                    .map(row -> row.getString("network") + " b" + row.getLong("batch"))
                    .toList());
    sides.forEach(
        (name, side) ->
            chart.bars(
                name,
                conditions.rounds(),
                rows.stream().map(row -> hundredths(side.apply(row).orElseThrow())).toList()));
    return chart
        .caption(
            "%s: medians of %d interleaved rounds on %s."
                .formatted(
                    String.join(", ", sides.keySet()),
                    conditions.rounds(),
                    conditions.machine().text()))
        .figure();
  }

  private static Optional<Double> ratio(Row row, String column) {
    return Optional.of(row.getString(column)).filter(r -> !r.isEmpty()).map(Double::valueOf);
  }

  private static double hundredths(double value) {
    return Math.round(100 * value) / 100.0;
  }
}
