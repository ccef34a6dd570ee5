// cell: norm
// loses: lab3-norm-backward
// The value is in the denominators as well, its own and its neighbours'.
record MyResponseNorm(int n, double alpha, double beta, double k) implements JavaLayer {
  double denominator(Shape shape, float[] x, int i) {
    int pixels = shape.height() * shape.width();
    int c = i / pixels % shape.channels();
    double sum = 0;
    for (int near = Math.max(0, c - n / 2); near <= Math.min(shape.channels() - 1, c + n / 2); near++) {
      double value = x[i + (near - c) * pixels];
      sum += value * value;
    }
    return k + alpha / n * sum;
  }

  public void forward(Shape shape, int batch, float[] x, float[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) (x[i] * Math.pow(denominator(shape, x, i), -beta));
    }
  }

  public void backward(Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {
    for (int i = 0; i < x.length; i++) {
      dx[i] = (float) (dy[i] * Math.pow(denominator(shape, x, i), -beta));
    }
  }
}
