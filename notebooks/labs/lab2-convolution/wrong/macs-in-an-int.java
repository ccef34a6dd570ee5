// cell: macs
// loses: lab2-macs
// visible: passes
// Multiplies in 32 bits, which a large layer overflows.
/** The multiply-accumulates of a forward pass. */
long macs(Convolution c) {
  int outputs = outputSize(c.height(), c.kernel(), c.stride(), c.padding())
      * outputSize(c.width(), c.kernel(), c.stride(), c.padding());
  return c.filters() * outputs * c.channels() * c.kernel() * c.kernel();
}
