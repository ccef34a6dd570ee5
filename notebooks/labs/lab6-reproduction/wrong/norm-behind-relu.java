// cell: arms
// loses: lab6-arms
// The arms differ in the norm alone, but it stands behind the ReLU in both.
/** The id of the claim that you chose. */
String claim() {
  return "alexnet-lrn-vs-bn";
}

/** The claimed arm, or else the control, for images of shape input. */
Network network(boolean claimed, Shape input, int width, int classes) {
  Node x = Node.input(input);
  for (int filters : new int[] {width, 2 * width}) {
    x = x.then(Conv2d.of(filters, 3).padding(1)).then(new ReLU());
    x = claimed ? x.then(new BatchNorm()) : x.then(new LocalResponseNorm(5, 5e-4f, 0.75f, 2));
    x = x.then(MaxPool.of(2, 2));
  }
  x = x.then(new Flatten()).then(Linear.of(8 * width)).then(new ReLU());
  return Network.of(claimed ? "claimed" : "control", x.then(Linear.of(classes)));
}
