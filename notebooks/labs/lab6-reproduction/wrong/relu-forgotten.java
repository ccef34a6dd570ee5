// cell: arms
// loses: lab6-arms
// The arms differ in the pools alone, but neither has a ReLU behind its first linear layer.
/** The id of the claim that you chose. */
String claim() {
  return "alexnet-overlapping-pool";
}

/** The claimed arm, or else the control, for images of shape input. */
Network network(boolean claimed, Shape input, int width, int classes) {
  MaxPool pool = claimed ? MaxPool.of(3, 2).padding(1) : MaxPool.of(2, 2);
  Node x = Node.input(input);
  x = x.then(Conv2d.of(width, 3).padding(1)).then(new ReLU()).then(pool);
  x = x.then(Conv2d.of(2 * width, 3).padding(1)).then(new ReLU()).then(pool);
  x = x.then(new Flatten()).then(Linear.of(8 * width));
  return Network.of(claimed ? "claimed" : "control", x.then(Linear.of(classes)));
}
