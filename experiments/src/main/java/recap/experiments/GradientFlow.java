package recap.experiments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import recap.experiments.Degradation.Form;
import recap.experiments.record.RunRecord;
import recap.experiments.record.Scale;

/**
 * What {@link Degradation} says of the claim that additions hand gradients straight to earlier
 * layers: how even the norms of the gradients by the weights of a deep network's convolutions are,
 * greatest over least. The residual network's have to be the more even ones both before training
 * and after it, in several seeds by more than chance explains; a single pair, which has no spread,
 * decides nothing.
 */
final class GradientFlow {
  private static final String CLAIM = "resnet-gradient-flow";
  private static final String CLAIMED = "residual>plain";
  private static final String UNIT =
      "greatest over least norm of the gradient by a convolution's weights (1 is even)";

  private final int depth;
  private final List<RunRecord> residual;
  private final List<RunRecord> plain;
  private final List<SeedPair> pairs;
  private final String apart;

  private GradientFlow(int depth, List<RunRecord> residual, List<RunRecord> plain) {
    this.depth = depth;
    List<RunRecord> first = measured(depth, residual);
    List<RunRecord> second = measured(depth, plain);
    this.pairs = SeedPair.of(first, second);
    this.apart = SeedPair.apart(first, second);
    this.residual = pairs.stream().map(SeedPair::first).toList();
    this.plain = pairs.stream().map(SeedPair::second).toList();
  }

  /** Those that looked at the gradients of all layers, before and after. */
  private static List<RunRecord> measured(int depth, List<RunRecord> runs) {
    return runs.stream()
        .filter(run -> !Double.isNaN(run.last(LayerProbe.key("start.gradient.", depth))))
        .filter(run -> !Double.isNaN(run.last(LayerProbe.key("end.gradient.", depth))))
        .toList();
  }

  /**
   * The verdict.
   *
   * @param depth layers of the networks of both forms
   */
  static Finding finding(Scale scale, int depth, List<RunRecord> residual, List<RunRecord> plain) {
    var flow = new GradientFlow(depth, residual, plain);
    return flow.pairs.isEmpty() || scale == Scale.SMOKE
        ? Finding.notRun(
            CLAIM,
            CLAIMED,
            UNIT,
            "needs complete runs of both forms on CIFAR-10, under one protocol" + flow.apart)
        : flow.finding();
  }

  private Finding finding() {
    var ours = new ArrayList<String>();
    var changes = new ArrayList<String>();
    var verdicts = new ArrayList<Verdict>();
    for (String when : List.of("start", "end")) {
      verdicts.add(moreEven(when));
      ours.add(when + ": " + form(Form.RESNET, when) + ", " + form(Form.PLAIN, when));
      changes.add(
          String.format(
              Locale.ROOT,
              "%s in %s and %s in %s %s",
              fold(Finding.mean(of(residual, when, GradientFlow::firstOverLast))),
              Form.RESNET.title(depth),
              fold(Finding.mean(of(plain, when, GradientFlow::firstOverLast))),
              Form.PLAIN.title(depth),
              when.equals("start") ? "before training" : "after it"));
    }
    return new Finding(
        CLAIM,
        CLAIMED,
        String.join("; ", ours),
        UNIT,
        Verdict.ofAll(verdicts),
        "1 is even; the residual network has to be nearer to it both with the initial and with the"
            + " final weights, of one batch"
            + (pairs.size() > 1 ? "" : " and of one seed, which has no spread and decides nothing")
            + "; from the last convolution to the first the norm changes "
            + String.join(", ", changes)
            + "; the training error at the end is "
            + trainingError(Form.RESNET)
            + " and "
            + trainingError(Form.PLAIN)
            + ": the fewer images a network errs on, the fewer its gradient comes from"
            + apart);
  }

  private String trainingError(Form form) {
    return String.format(
        Locale.ROOT,
        "%.2f %% in %s",
        Finding.mean(runs(form).stream().map(DegradationReport::trainingError).toList()),
        form.title(depth));
  }

  private List<RunRecord> runs(Form form) {
    return form == Form.RESNET ? residual : plain;
  }

  /** With two decimals; where these would hide it, with two digits: {@code 0.0041-fold}. */
  private static String fold(double change) {
    return String.format(Locale.ROOT, change < 0.01 ? "%.2g-fold" : "%.2f-fold", change);
  }

  private String form(Form form, String when) {
    List<Double> values = of(runs(form), when, GradientFlow::unevenness);
    return form.title(depth) + " " + Finding.summary(values, 1);
  }

  private Verdict moreEven(String when) {
    return SeedPair.difference(pairs, run -> unevenness(norms(run, when))).verdict();
  }

  private List<Double> of(List<RunRecord> runs, String when, ToDoubleFunction<double[]> ofNorms) {
    return runs.stream().map(run -> ofNorms.applyAsDouble(norms(run, when))).toList();
  }

  /** Of the convolutions: all weighted layers but the last, which is linear. */
  private double[] norms(RunRecord run, String when) {
    return IntStream.range(1, depth)
        .mapToDouble(layer -> run.last(LayerProbe.key(when + ".gradient.", layer)))
        .toArray();
  }

  private static double unevenness(double[] norms) {
    return Arrays.stream(norms).max().orElseThrow() / Arrays.stream(norms).min().orElseThrow();
  }

  private static double firstOverLast(double[] norms) {
    return norms[0] / norms[norms.length - 1];
  }
}
