// cell: submission
// loses: lab5-contest
// Within the limits, but twice as good as itself it is not.
Network submission() {
  return Contest.baseline();
}
