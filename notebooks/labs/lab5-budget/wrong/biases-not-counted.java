// cell: largest-squeeze
// loses: lab5-largest-squeeze
// visible: passes
// A fire module has a bias for each filter.
/** The largest s whose fire module has at most {@code budget} parameters; 0 if there is none. */
int largestSqueeze(int in, int e1, int e3, int budget) {
  int left = budget;
  int forEachFilter = in + e1 + 9 * e3;
  return Math.max(0, left / forEachFilter);
}
