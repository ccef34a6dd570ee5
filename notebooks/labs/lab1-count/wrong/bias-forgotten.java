// cell: parameters
// loses: lab1-parameters lab1-account lab1-recount
// Weights only: each filter and each unit has a bias as well.
/** Weights and biases of a layer that gets inputs of shape in. */
long parameters(Shape in, Layer layer) {
  long outputs = layer.outputs();
  return switch (layer.kind()) {
    case CONV -> outputs * (in.channels() / layer.groups()) * layer.kernel() * layer.kernel();
    case LINEAR -> outputs * in.elements();
    case POOL -> 0;
  };
}
