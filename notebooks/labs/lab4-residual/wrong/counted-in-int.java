// cell: count
// loses: lab4-count
// visible: passes
// Multiplies in 32 bits, which large images overflow.
/** {@code Map.of("parameters", ..., "macs", ...)} of the plain network of 6n + 2 layers. */
Map<String, Long> count(int n, int width, int size, int classes) {
  int parameters = 9 * 3 * width + 2 * width;
  int macs = 9 * 3 * width * size * size;
  int channels = width;
  int side = size;
  for (int stage = 0; stage < 3; stage++) {
    int filters = width << stage;
    side = stage == 0 ? side : (side + 1) / 2;
    int weights = 9 * channels * filters + (2 * n - 1) * 9 * filters * filters;
    parameters += weights + 2 * n * 2 * filters;
    macs += weights * side * side;
    channels = filters;
  }
  parameters += channels * classes + classes;
  macs += channels * classes;
  return Map.of("parameters", (long) parameters, "macs", (long) macs);
}
