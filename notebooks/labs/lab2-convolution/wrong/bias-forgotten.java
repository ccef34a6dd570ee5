// cell: conv-forward
// loses: lab2-conv-forward
// The sums start at 0 instead of at the bias.
/** y, of O x H' x W' values. */
float[] convForward(Convolution c, float[] x, float[] w, float[] b) {
  int outHeight = outputSize(c.height(), c.kernel(), c.stride(), c.padding());
  int outWidth = outputSize(c.width(), c.kernel(), c.stride(), c.padding());
  float[] y = new float[c.filters() * outHeight * outWidth];
  for (int o = 0; o < c.filters(); o++) {
    for (int i = 0; i < outHeight; i++) {
      for (int j = 0; j < outWidth; j++) {
        float sum = 0;
        for (int channel = 0; channel < c.channels(); channel++) {
          for (int k = 0; k < c.kernel(); k++) {
            int row = i * c.stride() - c.padding() + k;
            for (int l = 0; l < c.kernel(); l++) {
              int column = j * c.stride() - c.padding() + l;
              if (row >= 0 && row < c.height() && column >= 0 && column < c.width()) {
                sum += w[((o * c.channels() + channel) * c.kernel() + k) * c.kernel() + l]
                    * x[(channel * c.height() + row) * c.width() + column];
              }
            }
          }
        }
        y[(o * outHeight + i) * outWidth + j] = sum;
      }
    }
  }
  return y;
}
