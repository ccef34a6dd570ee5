// cell: conv-backward-weights
// loses: lab2-conv-backward-weights
// Reads x where the output is instead of where the tap was.
/** dw, of O x C x K x K values, and db, of O values. */
Map<String, float[]> convBackwardWeights(Convolution c, float[] x, float[] dy) {
  int outHeight = outputSize(c.height(), c.kernel(), c.stride(), c.padding());
  int outWidth = outputSize(c.width(), c.kernel(), c.stride(), c.padding());
  float[] dw = new float[c.filters() * c.channels() * c.kernel() * c.kernel()];
  float[] db = new float[c.filters()];
  for (int o = 0; o < c.filters(); o++) {
    for (int i = 0; i < outHeight; i++) {
      for (int j = 0; j < outWidth; j++) {
        float delta = dy[(o * outHeight + i) * outWidth + j];
        db[o] += delta;
        for (int channel = 0; channel < c.channels(); channel++) {
          for (int k = 0; k < c.kernel(); k++) {
            int row = i * c.stride() - c.padding();
            for (int l = 0; l < c.kernel(); l++) {
              int column = j * c.stride() - c.padding();
              if (row >= 0 && row < c.height() && column >= 0 && column < c.width()) {
                dw[((o * c.channels() + channel) * c.kernel() + k) * c.kernel() + l] +=
                    x[(channel * c.height() + row) * c.width() + column] * delta;
              }
            }
          }
        }
      }
    }
  }
  return Map.of("dw", dw, "db", db);
}
