// cell: plan
// loses: lab6-plan
// Makes all runs of one arm first.
/** N runs for each of the arms. */
List<Run> plan(List<String> arms, int n, long firstSeed) {
  var runs = new ArrayList<Run>();
  for (String arm : arms) {
    for (int i = 0; i < n; i++) {
      runs.add(new Run(arm, firstSeed + runs.size()));
    }
  }
  return runs;
}
