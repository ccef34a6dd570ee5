// cell: standard-error
// loses: lab6-standard-error lab6-decide
// Adds the deviations of single runs, which more runs do not make smaller.
/** e, formula (3). */
double standardError(Summary a, Summary b) {
  return Math.hypot(a.deviation(), b.deviation());
}
