// cell: input-sizes
// loses: lab1-input-sizes
// visible: passes
// The window fits where n + 2P reaches K, not n alone.
/** The n from least to most, both included, that leave no pixel over; in ascending order. */
List<Integer> inputSizes(int least, int most, int kernel, int stride, int padding) {
  var sizes = new ArrayList<Integer>();
  for (int n = least; n <= most; n++) {
    if (n >= kernel && (n + 2 * padding - kernel) % stride == 0) {
      sizes.add(n);
    }
  }
  return sizes;
}
