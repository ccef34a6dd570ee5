// cell: report
// loses: lab6-report
// visible: passes
// Looks at the number of runs and not at the deviation, which a diverged run makes no number, too.
/** The verdict in a line. */
String report(
    String quantity, Summary claimed, Summary control, String decision, List<String> deviations) {
  return decision + ": " + quantity + " " + percent(claimed) + " against " + percent(control)
      + "; deviations: " + (deviations.isEmpty() ? "none" : String.join(", ", deviations));
}

/** One arm's part of it; delete it if you do not need it. */
String percent(Summary arm) {
  String spread = arm.n() == 1 ? "" : String.format(Locale.ROOT, " ± %.1f", 100 * arm.deviation());
  return String.format(Locale.ROOT, "%.1f%s %% (N = %d)", 100 * arm.mean(), spread, arm.n());
}
