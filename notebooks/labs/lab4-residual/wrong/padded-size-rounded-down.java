// cell: padded-shortcut
// loses: lab4-padded-shortcut
// visible: passes
// An odd size at stride 2 has one pixel more than half of it.
/** Formula (4): filters x ceil(H / S) x ceil(W / S) values. */
float[] paddedShortcut(float[] x, int channels, int height, int width, int filters, int stride) {
  int outHeight = height / stride;
  int outWidth = width / stride;
  float[] y = new float[filters * outHeight * outWidth];
  for (int c = 0; c < channels; c++) {
    for (int i = 0; i < outHeight; i++) {
      for (int j = 0; j < outWidth; j++) {
        y[(c * outHeight + i) * outWidth + j] =
            x[(c * height + i * stride) * width + j * stride];
      }
    }
  }
  return y;
}
