// cell: sigmoid
// loses: lab3-sigmoid
// Computes in place: the backward pass gets the same x, which is the output by then.
record MySigmoid() implements JavaLayer {
  public void forward(Shape shape, int batch, float[] x, float[] y) {
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (1 / (1 + Math.exp(-x[i])));
      y[i] = x[i];
    }
  }

  public void backward(Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {
    for (int i = 0; i < x.length; i++) {
      double s = 1 / (1 + Math.exp(-x[i]));
      dx[i] = (float) (dy[i] * s * (1 - s));
    }
  }
}
