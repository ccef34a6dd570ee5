package recap.experiments.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a race ended.
 *
 * @param work what was computed
 * @param ours our step
 * @param facts of our step
 * @param floor the bare primitives; empty where they were not measured
 * @param peer another library; empty where it was not measured
 */
public record Result(
    Work work,
    Measurement ours,
    StepFacts facts,
    Optional<Measurement> floor,
    Optional<Measurement> peer) {
  /** How many times as long as the bare primitives ours takes, by medians. */
  public Optional<Double> oursOverFloor() {
    return floor.map(other -> median(ours) / median(other));
  }

  /** How many times as long as ours the peer takes, by medians. */
  public Optional<Double> peerOverOurs() {
    return peer.map(other -> median(other) / median(ours));
  }

  public double imagesPerSecond() {
    return 1000 * work.batch() / median(ours);
  }

  /** Operations of {@link Work#gigaOperations} a second. */
  public double gigaflops() {
    return 1000 * work.gigaOperations() / median(ours);
  }

  /** All sides that were measured, ours first. */
  public List<Measurement> measurements() {
    return Stream.of(Optional.of(ours), floor, peer).flatMap(Optional::stream).toList();
  }

  private static double median(Measurement measurement) {
    return measurement.spread().median();
  }
}
