// cell: plan
// loses: lab6-plan
// Both arms get the same seeds, so the runs are not independent and formula (3) does not hold.
/** N runs for each of the arms. */
List<Run> plan(List<String> arms, int n, long firstSeed) {
  var runs = new ArrayList<Run>();
  for (int i = 0; i < n; i++) {
    for (String arm : arms) {
      runs.add(new Run(arm, firstSeed + i));
    }
  }
  return runs;
}
