// cell: network
// loses: lab4-network
// Nothing but a batch norm comes behind the first convolution, which changes no count.
/** A network of 6n + 2 layers. */
Network network(int n, int width, Form form, Shape image, int classes) {
  Node x = Node.input(image).then(Conv2d.of(width, 3).padding(1).noBias());
  x = x.then(new BatchNorm());
  for (int stage = 0; stage < 3; stage++) {
    for (int i = 0; i < n; i++) {
      int filters = width << stage;
      int stride = stage > 0 && i == 0 ? 2 : 1;
      x = form == Form.PLAIN
          ? plainBlock(x, filters, stride)
          : residualBlock(x, filters, stride, form);
    }
  }
  Node logits = x.then(new GlobalAvgPool()).then(Linear.of(classes));
  return Network.of(form + "-" + (6 * n + 2), logits);
}
