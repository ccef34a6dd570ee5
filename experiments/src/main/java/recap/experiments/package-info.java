/**
 * The experiments. An {@link recap.experiments.Experiment} makes runs, whose records {@link
 * recap.experiments.record} keeps, and concludes from records alone: findings, each an answer to a
 * claim, with tables and charts ({@link recap.experiments.Conclusion}). {@link
 * recap.experiments.Publisher} writes these beside the records.
 *
 * <p>A class of the name of its paper's question has the arms, the runs and the deviations ({@code
 * Degradation}); its conclusion, where that is long, is beside it ({@code DegradationReport}). What
 * several share: {@code ArmComparison} of networks that differ in one choice, {@code TrainingRuns}
 * and {@code TimedRuns} to make runs, {@code SeedPair} and {@code Difference} to judge them. {@link
 * recap.experiments.Experiments} lists them all.
 */
package recap.experiments;
