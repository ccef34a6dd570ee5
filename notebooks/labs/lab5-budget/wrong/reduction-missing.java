// cell: inception
// loses: lab5-inception
// The 5x5 convolutions look at all channels of the input.
/** Four branches side by side: n1 + n3 + n5 + pool channels. */
Node inception(Node x, Inception b) {
  Node one = x.then(Conv2d.of(b.n1(), 1)).then(new ReLU());
  Node three = x.then(Conv2d.of(b.r3(), 1)).then(new ReLU());
  three = three.then(Conv2d.of(b.n3(), 3).padding(1)).then(new ReLU());
  Node five = x;
  five = five.then(Conv2d.of(b.n5(), 5).padding(2)).then(new ReLU());
  Node pool = x.then(MaxPool.of(3, 1).padding(1)).then(Conv2d.of(b.pool(), 1)).then(new ReLU());
  return Node.join(new Concat(), one, three, five, pool);
}
