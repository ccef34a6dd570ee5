// cell: output-size
// loses: lab2-output-size lab2-macs lab2-conv-forward lab2-conv-backward-input lab2-conv-backward-weights
// Counts the padding of one side only.
/** The outputs along one side of n pixels. */
int outputSize(int n, int kernel, int stride, int padding) {
  return (n + padding - kernel) / stride + 1;
}
