// cell: decide
// loses: lab6-decide
// What is not shown counts as refuted.
/** "reproduced", "not reproduced" or "undecided". */
String decide(Summary claimed, Summary control, double margin) {
  double gain = control.mean() - claimed.mean();
  return gain - 2 * standardError(claimed, control) > margin ? "reproduced" : "not reproduced";
}
