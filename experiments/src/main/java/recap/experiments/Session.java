package recap.experiments;

import java.nio.file.Path;
import java.util.OptionalInt;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;

/**
 * The circumstances of a run: where from, where to, how much, who watches.
 *
 * @param home the project's root
 * @param store where records go
 * @param scale how much of the protocol
 * @param seeds how many seeds each arm gets; empty for as many as the experiment's protocol says
 * @param threads that compute
 * @param fresh whether earlier runs are forgotten rather than read or continued
 * @param command what was typed, for the record
 * @param progress who watches
 */
public record Session(
    Path home,
    RunStore store,
    Scale scale,
    OptionalInt seeds,
    int threads,
    boolean fresh,
    String command,
    Progress progress) {
  /** How many seeds an arm of {@code experiment} gets in this session. */
  int seeds(Experiment experiment, String arm) {
    return seeds.orElseGet(() -> experiment.seeds(scale, arm));
  }
}
