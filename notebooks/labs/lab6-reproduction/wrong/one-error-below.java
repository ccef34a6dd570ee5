// cell: decide
// loses: lab6-decide
// visible: passes
// Two standard errors to one side, but only one to the other.
/** "reproduced", "not reproduced" or "undecided". */
String decide(Summary claimed, Summary control, double margin) {
  double gain = control.mean() - claimed.mean();
  double error = standardError(claimed, control);
  if (gain - 2 * error > margin) {
    return "reproduced";
  }
  return gain + error < margin ? "not reproduced" : "undecided";
}
