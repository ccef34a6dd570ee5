// cell: count
// loses: lab4-count
// Scale and shift of the batch norms are parameters, too.
/** {@code Map.of("parameters", ..., "macs", ...)} of the plain network of 6n + 2 layers. */
Map<String, Long> count(int n, int width, int size, int classes) {
  long parameters = 9L * 3 * width;
  long macs = 9L * 3 * width * size * size;
  long channels = width;
  long side = size;
  for (int stage = 0; stage < 3; stage++) {
    long filters = (long) width << stage;
    side = stage == 0 ? side : (side + 1) / 2;
    long weights = 9 * channels * filters + (2 * n - 1) * 9 * filters * filters;
    parameters += weights;
    macs += weights * side * side;
    channels = filters;
  }
  parameters += channels * classes + classes;
  macs += channels * classes;
  return Map.of("parameters", parameters, "macs", macs);
}
