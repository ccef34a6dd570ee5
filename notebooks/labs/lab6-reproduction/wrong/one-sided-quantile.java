// cell: decide
// loses: lab6-decide
// visible: passes
// The quantile of a one-sided test, 1.645, in place of the two standard errors of the rule.
/** "reproduced", "not reproduced" or "undecided". */
String decide(Summary claimed, Summary control, double margin) {
  double gain = control.mean() - claimed.mean();
  double error = standardError(claimed, control);
  if (gain - 1.645 * error > margin) {
    return "reproduced";
  }
  return gain + 1.645 * error < margin ? "not reproduced" : "undecided";
}
