package recap.labs.lab6;

import java.util.List;
import java.util.Map;
import recap.labs.check.Case;
import recap.labs.check.Check;
import recap.labs.check.LabChecks;
import recap.labs.check.Tolerance;
import recap.nn.Shape;

/** The visible checks of lab 6: cases small enough to follow on paper. */
public final class ReproductionChecks implements LabChecks {
  /** Values far from zero keep their deviation if the mean is taken off first. */
  public static final Tolerance TIGHT = new Tolerance(1e-9, 1e-12);

  @Override
  public String lab() {
    return "lab6";
  }

  @Override
  public List<Check> checks() {
    return List.of(
        arms(),
        confounders(),
        runsNeeded(),
        plan(),
        summary(),
        standardError(),
        decide(),
        report());
  }

  private static Check arms() {
    return new Check(
        "lab6-arms",
        "two networks that differ in the claimed thing alone",
        "the table of the arms in part 1",
        List.of(networks("the size of the experiment", Shape.image(3, 16, 16), 8, 10)));
  }

  /** A case of the arms: images, width C and number of classes. */
  public static Case networks(String topic, Shape input, int width, int classes) {
    return Case.of(topic)
        .with("channels", input.channels())
        .with("height", input.height())
        .with("width", input.width())
        .with("C", width)
        .with("classes", classes)
        .that(new ArmPair(input, width, classes));
  }

  private static Check confounders() {
    Map<String, Object> control =
        Map.of("pool", "2x2 /2", "rate", 0.03, "epochs", 4, "augmentation", "none");
    return new Check(
        "lab6-confounders",
        "what two arms differ in beside the claimed thing",
        "part 2",
        List.of(
            confounders("a clean plan", "pool")
                .with(
                    "claimed arm",
                    Map.of("pool", "3x3 /2", "rate", 0.03, "epochs", 4, "augmentation", "none"))
                .with("control", control)
                .expect(List.of()),
            confounders("two more differences", "pool")
                .with(
                    "claimed arm",
                    Map.of("pool", "3x3 /2", "rate", 0.1, "epochs", 8, "augmentation", "none"))
                .with("control", control)
                .expect(List.of("epochs", "rate"))));
  }

  /** Begins a case of two configurations that should differ in {@code claimed} alone. */
  public static Case.Given confounders(String topic, String claimed) {
    return Case.of(topic).with("claimed setting", claimed);
  }

  private static Check runsNeeded() {
    return new Check(
        "lab6-runs-needed",
        "the runs that each arm needs",
        "formula (4)",
        List.of(
            runsNeeded("a difference as large as the deviation", 1.5, 1.5).expect(8),
            runsNeeded("half of it", 2, 1).expect(32),
            runsNeeded("a number that must be rounded up", 1.3, 2).expect(4)));
  }

  /** A case of {@link #runsNeeded()}. */
  public static Case.Given runsNeeded(String topic, double deviation, double difference) {
    return Case.of(topic).with("deviation", deviation).with("difference", difference);
  }

  private static Check plan() {
    return new Check(
        "lab6-plan",
        "the runs and their seeds",
        "part 3",
        List.of(
            plan("one run in each arm", List.of("claimed", "control"), 1, 1),
            plan("three runs in each arm, after a pilot", List.of("claimed", "control"), 3, 2)));
  }

  /** A case of {@link PlanRule}. */
  public static Case plan(String topic, List<String> arms, int runsPerArm, int firstSeed) {
    return Case.of(topic)
        .with("arms", arms)
        .with("N", runsPerArm)
        .with("first seed", firstSeed)
        .that(new PlanRule(arms, runsPerArm, firstSeed));
  }

  private static Check summary() {
    return new Check(
        "lab6-summary",
        "mean and sample standard deviation",
        "formulas (1) and (2)",
        List.of(
            Case.of("four runs")
                .with("values", new double[] {1, 3, 5, 7})
                .expect(Map.of("mean", 4, "deviation", Math.sqrt(20 / 3.0), "N", 4), TIGHT),
            Case.of("runs that agree")
                .with("values", new double[] {0.25, 0.25})
                .expect(Map.of("mean", 0.25, "deviation", 0, "N", 2), TIGHT)));
  }

  private static Check standardError() {
    return new Check(
        "lab6-standard-error",
        "the standard error of a difference",
        "formula (3)",
        List.of(
            arms("equal arms", new Summary(0.3, 0.04, 8), new Summary(0.4, 0.04, 8)).expect(0.02),
            arms("a steady control", new Summary(12, 3, 9), new Summary(15, 0, 4)).expect(1.0)));
  }

  /** A case of two summaries. */
  public static Case.Given arms(String topic, Summary claimed, Summary control) {
    return summary(summary(Case.of(topic), "claimed", claimed), "control", control);
  }

  private static Case.Given summary(Case.Given given, String arm, Summary summary) {
    return given
        .with(arm + " mean", summary.mean())
        .with(arm + " deviation", summary.deviation())
        .with(arm + " N", summary.n());
  }

  private static Check decide() {
    var control = new Summary(20, 1, 8);
    return new Check(
        "lab6-decide",
        "the decision",
        "rule (5)",
        List.of(
            arms("an error that is clearly lower", new Summary(17, 1, 8), control)
                .with("margin", 1.0)
                .expect("reproduced"),
            arms("an error that is clearly higher", new Summary(23, 1, 8), control)
                .with("margin", 1.0)
                .expect("not reproduced"),
            arms("a margin within two standard errors", new Summary(18.5, 1, 8), control)
                .with("margin", 1.0)
                .expect("undecided")));
  }

  private static Check report() {
    return new Check(
        "lab6-report",
        "the verdict in a line",
        "the form in part 5",
        List.of(
            arms("four runs", new Summary(0.1234, 0.012, 4), new Summary(0.1456, 0.0081, 4))
                .with("quantity", "test error")
                .with("decision", "undecided")
                .with("deviations", List.of("generated images", "4 epochs"))
                .expect(
                    "undecided: test error 12.3 ± 1.2 % (N = 4) against 14.6 ± 0.8 % (N = 4);"
                        + " deviations: generated images, 4 epochs")));
  }
}
