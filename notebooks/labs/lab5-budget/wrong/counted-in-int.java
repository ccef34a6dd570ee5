// cell: bottleneck-macs
// loses: lab5-bottleneck-macs
// visible: passes
// Large blocks have more MACs than an int holds.
/** MACs of C paths of d filters between c channels, on size x size pixels. */
long bottleneckMacs(int c, int cardinality, int d, int size) {
  int pixels = size * size;
  int path = 2 * c * d + 9 * d * d;
  return cardinality * path * pixels;
}
