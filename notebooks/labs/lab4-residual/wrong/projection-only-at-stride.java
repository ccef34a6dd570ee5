// cell: projection
// loses: lab4-projection lab4-residual-block
// visible: passes
// Filters may change at stride 1, too.
/** x where stride and filters keep its shape, else a 1x1 convolution with batch norm. */
Node projection(Node x, int filters, int stride) {
  if (stride == 1) {
    return x;
  }
  return x.then(Conv2d.of(filters, 1).stride(stride).noBias()).then(new BatchNorm());
}
