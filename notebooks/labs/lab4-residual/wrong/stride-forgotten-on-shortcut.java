// cell: projection
// loses: lab4-projection lab4-residual-block lab4-network
// The projection changes the channels but not the size, so the sum does not fit.
/** x where stride and filters keep its shape, else a 1x1 convolution with batch norm. */
Node projection(Node x, int filters, int stride) {
  if (stride == 1 && x.shape().channels() == filters) {
    return x;
  }
  return x.then(Conv2d.of(filters, 1).noBias()).then(new BatchNorm());
}
