// cell: numerical-gradient
// loses: lab3-numerical-gradient
// visible: passes
// The layer is told of one image, so it leaves the outputs of the others as they were.
/** The gradient of L = sum of dy[i] y[i] by each element of x. */
float[] numericalGradient(JavaLayer layer, Shape shape, int batch, float[] x, float[] dy) {
  float h = 0.01f;
  float[] dx = new float[x.length];
  float[] y = new float[x.length];
  for (int m = 0; m < x.length; m++) {
    float kept = x[m];
    float above = kept + h;
    float below = kept - h;
    double difference = 0;
    x[m] = above;
    layer.forward(shape, 1, x, y);
    for (int i = 0; i < y.length; i++) {
      difference += (double) dy[i] * y[i];
    }
    x[m] = below;
    layer.forward(shape, 1, x, y);
    for (int i = 0; i < y.length; i++) {
      difference -= (double) dy[i] * y[i];
    }
    x[m] = kept;
    dx[m] = (float) (difference / (above - below));
  }
  return dx;
}
