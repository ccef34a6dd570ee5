package recap.labs.judge.lab6;

import static recap.labs.lab6.ReproductionChecks.TIGHT;
import static recap.labs.lab6.ReproductionChecks.arms;
import static recap.labs.lab6.ReproductionChecks.confounders;
import static recap.labs.lab6.ReproductionChecks.networks;
import static recap.labs.lab6.ReproductionChecks.plan;
import static recap.labs.lab6.ReproductionChecks.runsNeeded;

import java.util.List;
import java.util.Map;
import recap.labs.check.Case;
import recap.labs.judge.hidden.HiddenCases;
import recap.labs.lab6.Summary;
import recap.nn.Shape;

/** The edges: one run, no spread, values far from zero, settings that only one arm has. */
public final class ReproductionHidden implements HiddenCases {

  @Override
  public String lab() {
    return "lab6";
  }

  @Override
  public Map<String, List<Case>> cases() {
    return Map.of(
        "lab6-arms",
        List.of(
            networks("another width and number of classes", Shape.image(3, 32, 32), 12, 100),
            networks("images of another shape", Shape.image(1, 24, 16), 4, 3)),
        "lab6-confounders",
        hiddenConfounders(),
        "lab6-runs-needed",
        List.of(
            runsNeeded("a difference of many deviations", 0.1, 5).expect(2),
            runsNeeded("a difference far below the deviation", 3, 0.25).expect(1152),
            runsNeeded("fractions of a percent", 0.011, 0.008).expect(16)),
        "lab6-plan",
        List.of(
            plan("three arms", List.of("batch norm", "response norm", "none"), 4, 1),
            plan("a pilot of many seeds", List.of("claimed", "control"), 10, 1001)),
        "lab6-summary",
        hiddenSummaries(),
        "lab6-standard-error",
        List.of(
            arms("other deviations", new Summary(5, 2, 4), new Summary(6, 3, 4)).expect(1.802776),
            arms("other numbers of runs", new Summary(0.2, 0.03, 9), new Summary(0.1, 0.02, 4))
                .expect(0.0141421)),
        "lab6-decide",
        hiddenDecisions(),
        "lab6-report",
        hiddenReports());
  }

  private static List<Case> hiddenConfounders() {
    return List.of(
        confounders("a setting that only one arm has", "dropout")
            .with("claimed arm", Map.of("dropout", 0.5, "rate", 0.03, "weight decay", 1e-4))
            .with("control", Map.of("rate", 0.03, "warm-up", 100))
            .expect(List.of("warm-up", "weight decay")),
        confounders("many differences", "norm")
            .with(
                "claimed arm",
                Map.of("norm", "batch", "rate", 0.1, "epochs", 8, "batch", 64, "width", 8))
            .with(
                "control",
                Map.of("norm", "response", "rate", 0.01, "epochs", 4, "batch", 128, "width", 8))
            .expect(List.of("batch", "epochs", "rate")));
  }

  private static List<Case> hiddenSummaries() {
    return List.of(
        Case.of("a single run")
            .with("values", new double[] {0.42})
            .expect(Map.of("mean", 0.42, "deviation", Double.NaN, "N", 1), TIGHT),
        Case.of("values far from zero")
            .with("values", new double[] {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16})
            .expect(Map.of("mean", 1e9 + 10, "deviation", Math.sqrt(30), "N", 4), TIGHT),
        Case.of("negative values")
            .with("values", new double[] {-0.02, 0.01, 0.04})
            .expect(Map.of("mean", 0.01, "deviation", 0.03, "N", 3), TIGHT));
  }

  private static List<Case> hiddenDecisions() {
    return List.of(
        decision(
            "a real difference below the margin", 19.5, 0.2, 8, 20, 0.2, 8, 1, "not reproduced"),
        decision(
            "no margin, a small but sure difference",
            0.31,
            0.01,
            9,
            0.33,
            0.01,
            9,
            0,
            "reproduced"),
        decision("no margin, no difference", 0.33, 0.02, 9, 0.33, 0.02, 9, 0, "undecided"),
        decision("a gain of exactly the margin", 0.25, 0, 4, 0.5, 0, 4, 0.25, "undecided"),
        decision("a gain just below the margin", 20, 0.5, 16, 20.4, 1, 8, 1, "undecided"),
        // d = 2 and e = 0.5: the interval of rule (5) goes from 1 to 3.
        decision("a margin just below the interval", 18, 1, 8, 20, 1, 8, 0.98, "reproduced"),
        decision("a margin just inside the interval", 18, 1, 8, 20, 1, 8, 1.02, "undecided"),
        decision("a margin still inside the interval", 18, 1, 8, 20, 1, 8, 2.98, "undecided"),
        decision("a margin just above the interval", 18, 1, 8, 20, 1, 8, 3.02, "not reproduced"),
        decision("arms of different spread", 18, 0.5, 16, 20, 1, 8, 1.1, "reproduced"),
        decision("few runs in one arm", 17.2, 0.5, 20, 20, 2.5, 3, 1, "undecided"),
        decision("a single run in one arm", 10, 1, 8, 20, Double.NaN, 1, 1, "undecided"),
        decision("a single run in each arm", 30, Double.NaN, 1, 20, Double.NaN, 1, 1, "undecided"));
  }

  private static Case decision(
      String topic,
      double mean,
      double deviation,
      int n,
      double controlMean,
      double controlDeviation,
      int controlN,
      double margin,
      String expected) {
    return arms(
            topic,
            new Summary(mean, deviation, n),
            new Summary(controlMean, controlDeviation, controlN))
        .with("margin", margin)
        .expect(expected);
  }

  private static List<Case> hiddenReports() {
    return List.of(
        arms("a single run", new Summary(0.5, Double.NaN, 1), new Summary(0.25, 0.01, 3))
            .with("quantity", "gap")
            .with("decision", "undecided")
            .with("deviations", List.of("one run"))
            .expect(
                "undecided: gap 50.0 % (N = 1) against 25.0 ± 1.0 % (N = 3); deviations: one run"),
        arms(
                "a deviation that is not a number",
                new Summary(0.5, 0.02, 3),
                new Summary(0.25, Double.NaN, 3))
            .with("quantity", "gap")
            .with("decision", "undecided")
            .with("deviations", List.of("a small network"))
            .expect(
                "undecided: gap 50.0 ± 2.0 % (N = 3) against 25.0 % (N = 3);"
                    + " deviations: a small network"),
        arms("no deviations", new Summary(0.0695, 0.0022, 5), new Summary(0.0875, 0.003, 5))
            .with("quantity", "test error")
            .with("decision", "reproduced")
            .with("deviations", List.of())
            .expect(
                "reproduced: test error 7.0 ± 0.2 % (N = 5) against 8.8 ± 0.3 % (N = 5);"
                    + " deviations: none"));
  }
}
