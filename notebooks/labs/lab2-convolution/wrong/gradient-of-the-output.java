// cell: conv-backward-input
// loses: lab2-conv-backward-input
// Writes the last share of a pixel instead of adding all of them up.
/** dx, of C x H x W values. */
float[] convBackwardInput(Convolution c, float[] w, float[] dy) {
  int outHeight = outputSize(c.height(), c.kernel(), c.stride(), c.padding());
  int outWidth = outputSize(c.width(), c.kernel(), c.stride(), c.padding());
  float[] dx = new float[c.channels() * c.height() * c.width()];
  for (int o = 0; o < c.filters(); o++) {
    for (int i = 0; i < outHeight; i++) {
      for (int j = 0; j < outWidth; j++) {
        float delta = dy[(o * outHeight + i) * outWidth + j];
        for (int channel = 0; channel < c.channels(); channel++) {
          for (int k = 0; k < c.kernel(); k++) {
            int row = i * c.stride() - c.padding() + k;
            for (int l = 0; l < c.kernel(); l++) {
              int column = j * c.stride() - c.padding() + l;
              if (row >= 0 && row < c.height() && column >= 0 && column < c.width()) {
                dx[(channel * c.height() + row) * c.width() + column] =
                    w[((o * c.channels() + channel) * c.kernel() + k) * c.kernel() + l] * delta;
              }
            }
          }
        }
      }
    }
  }
  return dx;
}
