// cell: output-size
// loses: lab1-output-size lab1-operations lab1-account lab1-share lab1-recount
// The padding lies on both sides, and is counted once.
/** The outputs along one side of n pixels. */
int outputSize(int n, int kernel, int stride, int padding) {
  return (n + padding - kernel) / stride + 1;
}
