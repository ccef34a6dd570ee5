// cell: operations
// loses: lab1-operations lab1-account lab1-share lab1-recount
// A filter of a grouped convolution does not read all maps of the input.
/** Operations of a layer for one image of shape in. */
long operations(Shape in, Layer layer) {
  long outputs = output(in, layer).elements();
  long window = (long) layer.kernel() * layer.kernel();
  return switch (layer.kind()) {
    case CONV -> outputs * in.channels() * window;
    case LINEAR -> outputs * in.elements();
    case POOL -> outputs * window;
  };
}
