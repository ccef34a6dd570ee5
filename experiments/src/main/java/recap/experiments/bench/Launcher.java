package recap.experiments.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts the sides of a race as Java processes with the flags of this one; environment variables
 * such as {@code OMP_WAIT_POLICY} reach all of them.
 */
public final class Launcher {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private final Class<?> commandLine;
  private final int threads;
  private final Optional<Peer> peer;

  /**
   * @param commandLine whose {@code bench-side} command our sides are
   * @param threads that compute on each side
   * @param peer the other library; empty where none takes part
   */
  public Launcher(Class<?> commandLine, int threads, Optional<Peer> peer) {
    this.commandLine = commandLine;
    this.threads = threads;
    this.peer = peer;
  }

  /** Of a race: ours, the floor and the other library, if one takes part. */
  int sides() {
    return peer.isPresent() ? 3 : 2;
  }

  Subject ours(Work work) {
    return ours(work, Map.of());
  }

  /** Ours with other variables in its environment; an empty value takes one out. */
  Subject ours(Work work, Map<String, String> environment) {
    return own("ours", work, environment);
  }

  Subject floor(Work work) {
    return own("floor", work, Map.of());
  }

  /** The other library, if one takes part. */
  Optional<Subject> peer(Work work) {
    return peer.map(
        other -> {
          List<String> command = java(other.classPath());
          command.addAll(other.arguments(work, threads));
          return new Subject("peer of " + work, command, other.environment(threads));
        });
  }

  private Subject own(String side, Work work, Map<String, String> environment) {
    List<String> command = java(System.getProperty("java.class.path"));
    command.add(commandLine.getName());
    command.addAll(List.of("bench-side", side, work.network(), "" + work.batch()));
    command.addAll(List.of(work.precisionName(), work.modeName(), "" + threads));
    return new Subject(side + " of " + work, command, environment);
  }

  private static List<String> java(String classPath) {
    var command = new ArrayList<String>();
    command.add(JAVA);
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", classPath));
    return command;
  }
}
