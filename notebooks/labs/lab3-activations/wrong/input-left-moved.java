// cell: numerical-gradient
// loses: lab3-numerical-gradient
// x[m] is not put back, so the next slopes are those at another place.
/** The gradient of L = sum of dy[i] y[i] by each element of x. */
float[] numericalGradient(JavaLayer layer, Shape shape, int batch, float[] x, float[] dy) {
  float h = 0.01f;
  float[] dx = new float[x.length];
  float[] y = new float[x.length];
  for (int m = 0; m < x.length; m++) {
    double difference = 0;
    x[m] += h;
    layer.forward(shape, batch, x, y);
    for (int i = 0; i < y.length; i++) {
      difference += (double) dy[i] * y[i];
    }
    x[m] -= 2 * h;
    layer.forward(shape, batch, x, y);
    for (int i = 0; i < y.length; i++) {
      difference -= (double) dy[i] * y[i];
    }
    dx[m] = (float) (difference / (2 * h));
  }
  return dx;
}
