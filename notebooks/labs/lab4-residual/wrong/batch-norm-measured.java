// cell: gradient-norms
// loses: lab4-gradient-norms
// A batch norm has a weight, but is no layer here.
/** The norm of the gradient by the weight of each convolution and linear layer, from the input on. */
double[] gradientNorms(Executable step, int[] labels) {
  step.forward();
  step.loss(labels);
  step.backward();
  var norms = new ArrayList<Double>();
  for (Node node : step.network().nodes()) {
    if (!node.parameters().isEmpty()) {
      norms.add(step.gradientNorm(node.name() + ".weight"));
    }
  }
  return norms.stream().mapToDouble(Double::doubleValue).toArray();
}
