package recap.experiments.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import recap.report.BarChart;
import recap.report.ChartFiles;
import recap.report.Charts;
import recap.report.Figure;

/**
 * One chart for each mode and precision: the time of each side in units of ours, since networks
 * differ a hundredfold.
 */
public final class BenchCharts {
  private BenchCharts() {}

  /** Writes {@code train_f32.svg}, {@code train_f32.png} and so on into {@code folder}. */
  public static void write(List<Result> results, int threads, Path folder) {
    Map<String, List<Result>> groups = new LinkedHashMap<>();
    for (Result result : results) {
      String key = result.work().modeName() + "_" + result.work().precisionName();
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(result);
    }
    groups.forEach((name, group) -> ChartFiles.write(chart(group, threads), folder, name));
  }

  private static Figure chart(List<Result> results, int threads) {
    Work first = results.get(0).work();
    int rounds = results.get(0).ours().rounds().length;
    String peer =
        results.stream()
            .flatMap(r -> r.peer().stream())
            .map(side -> side.name() + " f32")
            .findFirst()
            .orElse("");
    Map<String, Function<Result, Optional<Double>>> sides = new LinkedHashMap<>();
    sides.put("Recap", r -> Optional.of(1.0));
    sides.put("bare oneDNN primitives", r -> r.oursOverFloor().map(ratio -> 1 / ratio));
    sides.put(peer, Result::peerOverOurs);
    // A side that missed a race is left out: a missing bar would read as no time at all.
    sides.values().removeIf(side -> results.stream().anyMatch(r -> side.apply(r).isEmpty()));

    BarChart chart =
        Charts.bars(
                (first.modeName().equals("train") ? "A training step in " : "Inference in ")
                    + first.precisionName(),
                "network and batch",
                "time / Recap's own (less is faster)")
            .categories(
                results.stream().map(r -> r.work().network() + " b" + r.work().batch()).toList());
    sides.forEach(
        (name, side) ->
            chart.bars(
                name,
                rounds,
                results.stream().map(r -> hundredths(side.apply(r).orElseThrow())).toList()));
    return chart
        .caption(
            "%s: medians of %d interleaved rounds, %d threads."
                .formatted(String.join(", ", sides.keySet()), rounds, threads))
        .figure();
  }

  private static double hundredths(double value) {
    return Math.round(100 * value) / 100.0;
  }
}
