// cell: width-for
// loses: lab5-width-for
// The 3x3 convolution counted as if it were dense over all C d channels.
/** The width d at which C paths between c channels cost {@code budget} MACs a pixel. */
double widthFor(int c, int cardinality, double budget) {
  double middle = (Math.sqrt((double) c * c + 9 * budget) - c) / 9;
  return middle / cardinality;
}
