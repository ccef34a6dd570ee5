// cell: training-bytes
// loses: lab1-training-bytes
// visible: passes
// The bytes of a large batch do not fit into an int.
/** Bytes of a training step with momentum, in float32. */
long trainingBytes(long parameters, long values, int batch) {
  int count = (int) (3 * parameters + batch * values);
  return 4 * count;
}
