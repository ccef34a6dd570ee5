// cell: bottleneck
// loses: lab5-bottleneck
// visible: passes
// Filters may change at stride 1, too, and the sum does not fit.
/** {@code middle} = C d filters in the middle, {@code out} filters at the end. */
Node bottleneck(Node x, int middle, int out, int stride, int cardinality) {
  Node y = x.then(Conv2d.of(middle, 1).noBias()).then(new BatchNorm()).then(new ReLU());
  y = y.then(Conv2d.of(middle, 3).stride(stride).padding(1).groups(cardinality).noBias());
  y = y.then(new BatchNorm()).then(new ReLU());
  y = y.then(Conv2d.of(out, 1).noBias()).then(new BatchNorm());
  Node shortcut = x;
  if (stride != 1) {
    shortcut = x.then(Conv2d.of(out, 1).stride(stride).noBias()).then(new BatchNorm());
  }
  return Node.join(new Add(), y, shortcut).then(new ReLU());
}
