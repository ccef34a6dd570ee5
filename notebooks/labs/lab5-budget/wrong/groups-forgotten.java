// cell: bottleneck
// loses: lab5-bottleneck lab5-contest
// All paths see all channels: the cardinality is not used, and the entry gets too dear.
/** {@code middle} = C d filters in the middle, {@code out} filters at the end. */
Node bottleneck(Node x, int middle, int out, int stride, int cardinality) {
  Node y = x.then(Conv2d.of(middle, 1).noBias()).then(new BatchNorm()).then(new ReLU());
  y = y.then(Conv2d.of(middle, 3).stride(stride).padding(1).noBias());
  y = y.then(new BatchNorm()).then(new ReLU());
  y = y.then(Conv2d.of(out, 1).noBias()).then(new BatchNorm());
  Node shortcut = x;
  if (stride != 1 || x.shape().channels() != out) {
    shortcut = x.then(Conv2d.of(out, 1).stride(stride).noBias()).then(new BatchNorm());
  }
  return Node.join(new Add(), y, shortcut).then(new ReLU());
}
