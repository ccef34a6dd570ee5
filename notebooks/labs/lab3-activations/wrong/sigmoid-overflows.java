// cell: sigmoid
// loses: lab3-sigmoid
// visible: passes
// For large x this is infinity divided by infinity.
record MySigmoid() implements JavaLayer {
  public void forward(Shape shape, int batch, float[] x, float[] y) {
    for (int i = 0; i < x.length; i++) {
      double power = Math.exp(x[i]);
      y[i] = (float) (power / (1 + power));
    }
  }

  public void backward(Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {
    for (int i = 0; i < x.length; i++) {
      dx[i] = dy[i] * y[i] * (1 - y[i]);
    }
  }
}
