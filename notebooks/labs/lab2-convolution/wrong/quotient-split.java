// cell: output-size
// loses: lab2-output-size
// visible: passes
// Rounds the parts down one by one: remainders that together fill a step are lost.
/** The outputs along one side of n pixels. */
int outputSize(int n, int kernel, int stride, int padding) {
  return (n - kernel) / stride + 2 * padding / stride + 1;
}
