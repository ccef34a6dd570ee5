// cell: residual-block
// loses: lab4-residual-block lab4-network
// The last ReLU belongs behind the sum: a block that may only add positive values is another one.
/** A residual block whose shortcut, where the shape changes, is zero-padded or projected. */
Node residualBlock(Node x, int filters, int stride, Form form) {
  Node y = x.then(Conv2d.of(filters, 3).stride(stride).padding(1).noBias());
  y = y.then(new BatchNorm()).then(new ReLU());
  y = y.then(Conv2d.of(filters, 3).padding(1).noBias()).then(new BatchNorm()).then(new ReLU());
  boolean same = stride == 1 && x.shape().channels() == filters;
  Node shortcut =
      same || form == Form.PROJECTED
          ? projection(x, filters, stride)
          : x.then(new PaddedShortcut(filters, stride));
  return Node.join(new Add(), y, shortcut);
}
