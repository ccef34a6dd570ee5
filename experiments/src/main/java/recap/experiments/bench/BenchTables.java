package recap.experiments.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Results as tables: one row a race, one row a side, and one for people to read. */
public final class BenchTables {
  /** The file of {@link #races}. */
  public static final String RACES = "bench.csv";

  private BenchTables() {}

  /** One row a race, with medians; what was not measured is missing. */
  public static Table races(List<Result> results) {
    return Table.create(
        "bench",
        text("network", results, r -> r.work().network()),
        text("precision", results, r -> r.work().precisionName()),
        text("mode", results, r -> r.work().modeName()),
        whole("batch", results, r -> r.work().batch()),
        number("ours_ms", 3, results, r -> Optional.of(r.ours()).map(BenchTables::median)),
        number("floor_ms", 3, results, r -> r.floor().map(BenchTables::median)),
        text("peer", results, r -> r.peer().map(Measurement::name).orElse("")),
        number("peer_ms", 3, results, r -> r.peer().map(BenchTables::median)),
        number("ours_over_floor", 3, results, Result::oursOverFloor),
        number("peer_over_ours", 3, results, Result::peerOverOurs),
        number("images_per_second", 1, results, r -> Optional.of(r.imagesPerSecond())),
        number("gflops", 1, results, r -> Optional.of(r.gigaflops())),
        whole("peak_rss_mb", results, r -> r.ours().peakMegabytes()),
        whole("reorders", results, r -> r.facts().reorders()),
        number(
            "outside_primitives_percent",
            2,
            results,
            r -> Optional.of(100 * r.facts().outsidePrimitives())));
  }

  /** One row a side of a race: how far its rounds spread, and its memory. */
  public static Table sides(List<Result> results) {
    var rows =
        results.stream()
            .flatMap(r -> r.measurements().stream().map(m -> new Side(r.work(), m)))
            .toList();
    return Table.create(
        "sides",
        text("network", rows, r -> r.work().network()),
        text("precision", rows, r -> r.work().precisionName()),
        text("mode", rows, r -> r.work().modeName()),
        whole("batch", rows, r -> r.work().batch()),
        text("side", rows, r -> r.measured().name()),
        whole("rounds", rows, r -> r.measured().rounds().length),
        whole("steps_per_round", rows, r -> r.measured().stepsPerRound()),
        number("min_ms", 3, rows, r -> Optional.of(r.measured().spread().min())),
        number("median_ms", 3, rows, r -> Optional.of(r.measured().spread().median())),
        number("max_ms", 3, rows, r -> Optional.of(r.measured().spread().max())),
        whole("peak_rss_mb", rows, r -> r.measured().peakMegabytes()));
  }

  /** The races in a terminal's width: milliseconds as least, median and greatest. */
  public static Table readable(List<Result> results) {
    return Table.create(
        "bench",
        text("step", results, r -> r.work().toString()),
        text("ours ms", results, r -> spread(r.ours())),
        text("floor ms", results, r -> r.floor().map(BenchTables::spread).orElse("")),
        number("/floor", 2, results, Result::oursOverFloor),
        text("peer ms", results, r -> r.peer().map(BenchTables::spread).orElse("")),
        number("peer/", 2, results, Result::peerOverOurs),
        number("images/s", 0, results, r -> Optional.of(r.imagesPerSecond())),
        number("GFLOP/s", 0, results, r -> Optional.of(r.gigaflops())),
        whole("MB", results, r -> r.ours().peakMegabytes()),
        text("peer MB", results, r -> r.peer().map(m -> "" + m.peakMegabytes()).orElse("")),
        whole("reorders", results, r -> r.facts().reorders()),
        whole("references", results, r -> r.facts().references()),
        number("outside %", 1, results, r -> Optional.of(100 * r.facts().outsidePrimitives())));
  }

  private record Side(Work work, Measurement measured) {}

  private static double median(Measurement measurement) {
    return measurement.spread().median();
  }

  /** {@code 98.1 101.2 140.0}. */
  private static String spread(Measurement measurement) {
    Spread spread = measurement.spread();
    return String.format(
        Locale.ROOT, "%.1f %.1f %.1f", spread.min(), spread.median(), spread.max());
  }

  static <T> StringColumn text(String name, List<T> rows, Function<T, String> value) {
    return StringColumn.create(name, rows.stream().map(value));
  }

  static <T> LongColumn whole(String name, List<T> rows, Function<T, ? extends Number> value) {
    var column = LongColumn.create(name);
    rows.forEach(row -> column.append(value.apply(row).longValue()));
    return column;
  }

  /** Rounded to {@code digits} behind the point; an empty value is missing. */
  static <T> DoubleColumn number(
      String name, int digits, List<T> rows, Function<T, Optional<Double>> value) {
    double scale = Math.pow(10, digits);
    var column = DoubleColumn.create(name);
    for (T row : rows) {
      value
          .apply(row)
          .ifPresentOrElse(
              number -> column.append(Math.round(number * scale) / scale), column::appendMissing);
    }
    return column;
  }
}
