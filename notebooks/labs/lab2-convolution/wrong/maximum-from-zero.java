// cell: pool-forward
// loses: lab2-pool-forward
// The maximum starts at 0, so negative windows give 0.
/** y, of C x H' x W' values. */
float[] poolForward(Pooling p, float[] x) {
  int outHeight = outputSize(p.height(), p.kernel(), p.stride(), 0);
  int outWidth = outputSize(p.width(), p.kernel(), p.stride(), 0);
  float[] y = new float[p.channels() * outHeight * outWidth];
  for (int c = 0; c < p.channels(); c++) {
    for (int i = 0; i < outHeight; i++) {
      for (int j = 0; j < outWidth; j++) {
        float max = 0;
        for (int k = 0; k < p.kernel(); k++) {
          for (int l = 0; l < p.kernel(); l++) {
            int row = i * p.stride() + k;
            int column = j * p.stride() + l;
            max = Math.max(max, x[(c * p.height() + row) * p.width() + column]);
          }
        }
        y[(c * outHeight + i) * outWidth + j] = max;
      }
    }
  }
  return y;
}
