/**
 * The lecture's 94 claims and what the code says of them: computed from the zoo's accounts, stated
 * by a paper, or settled by the records of an experiment. Models side by side are in {@link
 * recap.experiments.compare}.
 */
package recap.experiments.claims;
