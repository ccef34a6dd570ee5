// cell: relu
// loses: lab3-relu
// The sign of the gradient decides instead of the sign of the input.
record MyReLU() implements JavaLayer {
  public void forward(Shape shape, int batch, float[] x, float[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] = Math.max(0, x[i]);
    }
  }

  public void backward(Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {
    for (int i = 0; i < x.length; i++) {
      dx[i] = dy[i] > 0 ? dy[i] : 0;
    }
  }
}
