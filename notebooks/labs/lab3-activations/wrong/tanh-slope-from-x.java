// cell: tanh
// loses: lab3-tanh
// The slope is 1 - y^2, not 1 - x^2.
record MyTanh() implements JavaLayer {
  public void forward(Shape shape, int batch, float[] x, float[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) Math.tanh(x[i]);
    }
  }

  public void backward(Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {
    for (int i = 0; i < x.length; i++) {
      dx[i] = dy[i] * (1 - x[i] * x[i]);
    }
  }
}
