package recap.experiments;

import java.time.Instant;
import java.util.List;
import recap.experiments.record.Json;
import recap.experiments.record.RunRecord;

/**
 * The finished trainings that a run takes its weights from, when it trains nothing itself.
 *
 * @param trained their records, in an order that stays
 */
record Origin(List<RunRecord> trained) {
  /** Of a run that takes no other's weights. */
  static final Origin NONE = new Origin(List.of());

  /** What the record names: the hash of the weights, of several that of their hashes. */
  String weightsSha256() {
    List<String> hashes = trained.stream().map(RunRecord::weightsSha256).toList();
    return hashes.size() == 1 ? hashes.get(0) : Json.sha256(hashes);
  }

  /**
   * Whether {@code record} is of these weights. Where it names none, it cannot be if one of them
   * came after it.
   */
  boolean of(RunRecord record) {
    if (trained.isEmpty()) {
      return true;
    }
    if (record.weightsSha256() != null) {
      return record.weightsSha256().equals(weightsSha256());
    }
    Instant ended = Instant.parse(record.ended());
    return trained.stream().noneMatch(run -> Instant.parse(run.ended()).isAfter(ended));
  }
}
