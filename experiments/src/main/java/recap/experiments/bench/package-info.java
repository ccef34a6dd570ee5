/**
 * {@code recap bench}: how long a step takes, against the bare primitives of the same network and
 * against other libraries; and what else there is to measure, each a {@link
 * recap.experiments.bench.Benchmark}. Each side computes in a process of its own ({@link
 * recap.experiments.bench.Subject}); they take turns, round by round, so that whatever else the
 * machine does meets all of them.
 */
package recap.experiments.bench;
