// cell: plain-block
// loses: lab4-plain-block lab4-network
// The first convolution keeps a bias that its batch norm subtracts again.
/** Two 3x3 convolutions with {@code filters} filters, each with batch norm and ReLU. */
Node plainBlock(Node x, int filters, int stride) {
  Node y = x.then(Conv2d.of(filters, 3).stride(stride).padding(1));
  y = y.then(new BatchNorm()).then(new ReLU());
  y = y.then(Conv2d.of(filters, 3).padding(1).noBias());
  return y.then(new BatchNorm()).then(new ReLU());
}
