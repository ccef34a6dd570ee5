package recap.experiments.cli;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Options that count something: seeds, rounds, pictures of a batch. */
final class CountOption {
  private CountOption() {}

  /**
   * Refuses a count below 1.
   *
   * @throws ParameterException that names the option
   */
  static void requireOne(CommandLine command, String option, int count) {
    if (count < 1) {
      throw new ParameterException(
          command, option + ": expected at least 1, received " + count + "; raise it");
    }
  }

  /**
   * Refuses a count below 1 or above {@code most}.
   *
   * @throws ParameterException that names the option
   */
  static void requireUpTo(CommandLine command, String option, int count, int most) {
    requireOne(command, option, count);
    if (count > most) {
      throw new ParameterException(
          command, option + ": expected at most " + most + ", received " + count + "; lower it");
    }
  }
}
