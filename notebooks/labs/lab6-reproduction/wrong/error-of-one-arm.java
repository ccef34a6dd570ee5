// cell: runs-needed
// loses: lab6-runs-needed
// Forgets that the control's mean is uncertain too: 4 in place of 8.
/** The runs that each arm needs. */
int runsNeeded(double deviation, double difference) {
  double ratio = deviation / difference;
  return Math.max(2, (int) Math.ceil(4 * ratio * ratio));
}
