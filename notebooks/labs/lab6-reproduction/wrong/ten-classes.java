// cell: arms
// loses: lab6-arms
// visible: passes
// Always ends in ten outputs.
/** The id of the claim that you chose. */
String claim() {
  return "alexnet-dropout";
}

/** The claimed arm, or else the control, for images of shape input. */
Network network(boolean claimed, Shape input, int width, int classes) {
  Node x = Node.input(input);
  x = x.then(Conv2d.of(width, 3).padding(1)).then(new ReLU()).then(MaxPool.of(2, 2));
  x = x.then(Conv2d.of(2 * width, 3).padding(1)).then(new ReLU()).then(MaxPool.of(2, 2));
  x = x.then(new Flatten()).then(Linear.of(8 * width)).then(new ReLU());
  if (claimed) {
    x = x.then(new Dropout(0.5f));
  }
  return Network.of(claimed ? "claimed" : "control", x.then(Linear.of(10)));
}
