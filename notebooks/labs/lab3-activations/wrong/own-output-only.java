// cell: numerical-gradient
// loses: lab3-numerical-gradient
// Other outputs depend on x[m] as well.
/** The gradient of L = sum of dy[i] y[i] by each element of x. */
float[] numericalGradient(JavaLayer layer, Shape shape, int batch, float[] x, float[] dy) {
  float h = 0.01f;
  float[] dx = new float[x.length];
  float[] y = new float[x.length];
  for (int m = 0; m < x.length; m++) {
    float kept = x[m];
    float above = kept + h;
    float below = kept - h;
    x[m] = above;
    layer.forward(shape, batch, x, y);
    double difference = (double) dy[m] * y[m];
    x[m] = below;
    layer.forward(shape, batch, x, y);
    difference -= (double) dy[m] * y[m];
    x[m] = kept;
    dx[m] = (float) (difference / (above - below));
  }
  return dx;
}
