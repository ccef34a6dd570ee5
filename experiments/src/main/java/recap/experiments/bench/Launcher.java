package recap.experiments.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
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
  private final Optional<String> peerClassPath;

  /**
   * @param commandLine whose {@code bench-side} command our sides are
   * @param threads that compute on each side
   * @param peerClassPath where the other library is; empty where it takes no part
   */
  public Launcher(Class<?> commandLine, int threads, Optional<String> peerClassPath) {
    this.commandLine = commandLine;
    this.threads = threads;
    this.peerClassPath = peerClassPath;
  }

  /**
   * The class path that the build of the peers wrote.
   *
   * @throws BenchException when they are not built
   */
  public static String peerClassPath(Path project) {
    Path file = project.resolve("build").resolve("peers-classpath.txt");
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new BenchException(
          "--peers: expected the built peers in %s, received none; run make peers".formatted(file));
    }
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

  /** Whether another library takes part. */
  public boolean hasPeer() {
    return peerClassPath.isPresent();
  }

  /** The other library, if one takes part; float32 whatever the precision of ours. */
  Optional<Subject> peer(Work work) {
    return peerClassPath.map(
        path -> {
          List<String> command = java(path);
          command.add("recap.peers.Peer");
          command.addAll(List.of(work.network(), "" + work.batch(), work.modeName()));
          command.add("" + threads);
          return new Subject("peer of " + work, command, Map.of());
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
