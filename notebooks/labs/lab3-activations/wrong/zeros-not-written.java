// cell: relu
// loses: lab3-relu
// Where x is not positive, y and dx are not written and keep the NaN of the test.
record MyReLU() implements JavaLayer {
  public void forward(Shape shape, int batch, float[] x, float[] y) {
    for (int i = 0; i < x.length; i++) {
      if (x[i] > 0) {
        y[i] = x[i];
      }
    }
  }

  public void backward(Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {
    for (int i = 0; i < x.length; i++) {
      if (x[i] > 0) {
        dx[i] = dy[i];
      }
    }
  }
}
