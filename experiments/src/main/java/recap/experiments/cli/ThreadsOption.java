package recap.experiments.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import recap.onednn.Threads;

/** {@code --threads}. */
final class ThreadsOption {
  private ThreadsOption() {}

  /**
   * Computes with {@code threads} threads from now on; without a number nothing changes.
   *
   * @throws ParameterException for a number that cannot be
   */
  static void apply(CommandSpec command, Integer threads) {
    try {
      if (threads != null) {
        Threads.set(threads);
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--" + e.getMessage(), e);
    }
  }
}
