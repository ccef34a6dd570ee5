// cell: decide
// loses: lab6-decide
// visible: passes
// Takes the larger deviation and the smaller number of runs for both arms.
/** "reproduced", "not reproduced" or "undecided". */
String decide(Summary claimed, Summary control, double margin) {
  double deviation = Math.max(claimed.deviation(), control.deviation());
  double gain = control.mean() - claimed.mean();
  double error = deviation * Math.sqrt(2.0 / Math.min(claimed.n(), control.n()));
  if (gain - 2 * error > margin) {
    return "reproduced";
  }
  return gain + 2 * error < margin ? "not reproduced" : "undecided";
}
