// cell: inception-macs
// loses: lab5-inception-macs
// The 1x1 convolution behind the pool costs MACs, too.
/** {@code Map.of("reduced", ..., "direct", ...)}. */
Map<String, Long> inceptionMacs(Inception b, int c, int height, int width) {
  long pixels = (long) height * width;
  long both = (long) c * b.n1();
  long reduced = (long) b.r3() * (c + 9 * b.n3()) + (long) b.r5() * (c + 25 * b.n5());
  long direct = (long) c * (9 * b.n3() + 25 * b.n5());
  return Map.of("reduced", pixels * (both + reduced), "direct", pixels * (both + direct));
}
