// cell: decide
// loses: lab6-decide
// visible: passes
// A gain of just the margin neither exceeds it nor falls short of it.
/** "reproduced", "not reproduced" or "undecided". */
String decide(Summary claimed, Summary control, double margin) {
  double gain = control.mean() - claimed.mean();
  double error = standardError(claimed, control);
  if (gain - 2 * error >= margin) {
    return "reproduced";
  }
  return gain + 2 * error < margin ? "not reproduced" : "undecided";
}
