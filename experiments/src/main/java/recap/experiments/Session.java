package recap.experiments;

import java.nio.file.Path;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;

/**
 * The circumstances of a run: where from, where to, how much, who watches.
 *
 * @param home the project's root
 * @param store where records go
 * @param scale how much of the protocol
 * @param seeds how many seeds each arm gets; seed 1 is the first
 * @param threads that compute
 * @param fresh whether earlier runs are forgotten rather than read or continued
 * @param command what was typed, for the record
 * @param progress who watches
 */
public record Session(
    Path home,
    RunStore store,
    Scale scale,
    int seeds,
    int threads,
    boolean fresh,
    String command,
    Progress progress) {}
