package recap.experiments.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import recap.onednn.Mode;
import recap.onednn.Precision;
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

  /**
   * Writes {@code train_f32.svg}, {@code train_f32.png} and so on into {@code folder}, and deletes
   * the chart of a mode and precision that {@code results} do not have: its figures are gone.
   */
  public static void write(List<Result> results, int threads, Path folder) {
    for (Mode mode : List.of(Mode.TRAINING, Mode.INFERENCE)) {
      for (Precision precision : Precision.values()) {
        List<Result> group =
            results.stream()
                .filter(r -> r.work().mode() == mode && r.work().precision() == precision)
                .toList();
        String name = Work.name(mode) + "_" + Work.name(precision);
        if (group.isEmpty()) {
          ChartFiles.delete(folder, name);
        } else {
          ChartFiles.write(chart(group, threads), folder, name);
        }
      }
    }
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
