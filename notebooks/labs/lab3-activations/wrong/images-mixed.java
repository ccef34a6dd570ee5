// cell: norm
// loses: lab3-norm-forward lab3-norm-backward
// visible: passes
// At the first and last channel the neighbourhood reaches into the images before and behind.
record MyResponseNorm(int n, double alpha, double beta, double k) implements JavaLayer {
  double denominator(Shape shape, float[] x, int i) {
    int pixels = shape.height() * shape.width();
    double sum = 0;
    for (int step = -(n / 2); step <= n / 2; step++) {
      int j = i + step * pixels;
      if (j >= 0 && j < x.length) {
        sum += (double) x[j] * x[j];
      }
    }
    return k + alpha / n * sum;
  }

  public void forward(Shape shape, int batch, float[] x, float[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) (x[i] * Math.pow(denominator(shape, x, i), -beta));
    }
  }

  public void backward(Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {
    int pixels = shape.height() * shape.width();
    for (int i = 0; i < x.length; i++) {
      double sum = 0;
      for (int step = -(n / 2); step <= n / 2; step++) {
        int j = i + step * pixels;
        if (j >= 0 && j < x.length) {
          sum += dy[j] * y[j] / denominator(shape, x, j);
        }
      }
      double own = dy[i] * Math.pow(denominator(shape, x, i), -beta);
      dx[i] = (float) (own - 2 * alpha * beta / n * x[i] * sum);
    }
  }
}
