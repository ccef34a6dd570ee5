/**
 * {@code recap golden}: operations, whole networks and the first steps of trainings held to results
 * that other frameworks computed in float64. {@code OpNetwork} wires the layer of a case.
 */
package recap.experiments.golden;
