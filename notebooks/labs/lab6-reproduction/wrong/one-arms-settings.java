// cell: confounders
// loses: lab6-confounders
// visible: passes
// Looks only at the settings of the claimed arm, so one that the control alone has stays unseen.
/** What two arms differ in beside the claimed setting, sorted. */
List<String> confounders(String claimedSetting, Map<String, Object> claimed, Map<String, Object> control) {
  var names = new TreeSet<String>(claimed.keySet());
  names.remove(claimedSetting);
  names.removeIf(name -> claimed.get(name).equals(control.get(name)));
  return List.copyOf(names);
}
