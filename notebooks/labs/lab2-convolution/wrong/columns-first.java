// cell: pool-backward
// loses: lab2-pool-backward
// Searches a window column by column, so of equal maxima another one comes first.
/** dx, of C x H x W values. */
float[] poolBackward(Pooling p, float[] x, float[] dy) {
  int outHeight = outputSize(p.height(), p.kernel(), p.stride(), 0);
  int outWidth = outputSize(p.width(), p.kernel(), p.stride(), 0);
  float[] dx = new float[x.length];
  for (int c = 0; c < p.channels(); c++) {
    for (int i = 0; i < outHeight; i++) {
      for (int j = 0; j < outWidth; j++) {
        int best = (c * p.height() + i * p.stride()) * p.width() + j * p.stride();
        for (int l = 0; l < p.kernel(); l++) {
          for (int k = 0; k < p.kernel(); k++) {
            int row = i * p.stride() + k;
            int column = j * p.stride() + l;
            int at = (c * p.height() + row) * p.width() + column;
            if (x[at] > x[best]) {
              best = at;
            }
          }
        }
        dx[best] += dy[(c * outHeight + i) * outWidth + j];
      }
    }
  }
  return dx;
}
