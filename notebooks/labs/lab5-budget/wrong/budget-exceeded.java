// cell: submission
// loses: lab5-contest-valid lab5-contest
// Accurate, but at full resolution 24 filters are too dear.
Network submission() {
  Node x = Node.input(Contest.IMAGE);
  for (int filters : new int[] {16, 24, 24}) {
    x = x.then(Conv2d.of(filters, 3).padding(1).noBias()).then(new BatchNorm()).then(new ReLU());
  }
  return Network.of("too-dear", x.then(new GlobalAvgPool()).then(Linear.of(Contest.CLASSES)));
}
