// cell: decide
// loses: lab6-decide
// visible: passes
// With one run the error is not a number, every comparison is false, and the last word wins.
/** "reproduced", "not reproduced" or "undecided". */
String decide(Summary claimed, Summary control, double margin) {
  double gain = control.mean() - claimed.mean();
  double error = standardError(claimed, control);
  if (gain - 2 * error > margin) {
    return "reproduced";
  }
  return gain + 2 * error >= margin ? "undecided" : "not reproduced";
}
