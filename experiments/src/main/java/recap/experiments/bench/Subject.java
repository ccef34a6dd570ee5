package recap.experiments.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A process that has warmed up on a step and repeats it on demand. It speaks lines:
 *
 * <pre>
 * ready NAME          first, from the subject
 * run N               answered by the milliseconds of N steps
 * facts               answered by what else it knows of the step, for subjects that are ours
 * quit                answered by the peak resident memory in MB; the process ends
 * </pre>
 */
final class Subject implements AutoCloseable {
  private final String role;
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream requests;
  private final String name;

  /**
   * Starts the process and waits until it has warmed up.
   *
   * @param role who it is, for messages
   * @param environment variables that replace this process's; one with an empty value is taken out
   * @throws BenchException when it does not get that far; its own message is on standard error
   */
  Subject(String role, List<String> command, Map<String, String> environment) {
    this.role = role;
    try {
      var builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
      builder.environment().putAll(environment);
      builder.environment().values().removeIf(String::isEmpty);
      process = builder.start();
    } catch (IOException e) {
      throw new BenchException(
          "%s: expected to start %s, received %s; check that it is installed"
              .formatted(role, command.get(0), e.getMessage()));
    }
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    try {
      name = answer("ready ");
    } catch (BenchException e) {
      close();
      throw e;
    }
  }

  /** What computes, with its version: {@code djl-pytorch-2.7.1}. */
  String name() {
    return name;
  }

  /** The milliseconds of each of {@code steps} steps. */
  double[] run(int steps) {
    requests.println("run " + steps);
    return Arrays.stream(answer("").split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  /** What {@link StepFacts} says. */
  StepFacts facts() {
    requests.println("facts");
    return StepFacts.parse(answer(""));
  }

  /** Ends the process; returns the most memory it ever had resident, in MB of 1024 kB. */
  long quit() {
    requests.println("quit");
    return Long.parseLong(answer(""));
  }

  private String answer(String prefix) {
    try {
      String line = answers.readLine();
      if (line != null && line.startsWith(prefix)) {
        return line.substring(prefix.length());
      }
      throw new BenchException(
          "%s: expected an answer, received %s; its message is above"
              .formatted(role, line == null ? "the end of its process" : "'" + line + "'"));
    } catch (IOException e) {
      throw new BenchException(
          "%s: expected an answer, received %s; its message is above"
              .formatted(role, e.getMessage()));
    }
  }

  /** Ends the process at once if it has not ended. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
