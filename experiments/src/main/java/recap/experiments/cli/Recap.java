package recap.experiments.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Exit codes: 0, 1 after a failure (one line on standard error), 2 after wrong
 * usage. A stack trace is printed only where the environment has {@code RECAP_DEBUG=1}.
 */
@Command(
    name = "recap",
    description = "Reruns the experiments of the classic CNN papers.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      ListCommand.class,
      RunCommand.class,
      PlotsCommand.class,
      PredictCommand.class,
      VerifyCommand.class,
      BenchCommand.class,
      BenchSideCommand.class,
      ClaimsCommand.class,
      SummaryCommand.class,
      CompareCommand.class,
      DiagramCommand.class,
      GoldenCommand.class,
      DataCommand.class,
      DoctorCommand.class
    })
public final class Recap implements Runnable {
  @Spec private CommandSpec spec;

  /** Runs one command and exits with its code. */
  public static void main(String[] args) {
    CommandLine recap = commandLine();
    int code;
    try {
      code = recap.execute(args);
      if (code == 0 && System.out.checkError()) {
        code = outputLost(recap);
      }
    } catch (LinkageError | VirtualMachineError e) {
      // A broken machine rather than a broken program: no native library, no fonts, no memory.
      code = failure(new IllegalStateException(broken(e), e), recap);
    }
    System.exit(code);
  }

  /** What is broken, and the remedy. */
  static String broken(Error e) {
    String message = String.valueOf(e.getMessage());
    if (message.startsWith("Java heap space") || message.startsWith("GC overhead limit")) {
      return "Java's heap: expected room for what this command holds, found %d MiB full; enlarge it,"
              .formatted(Runtime.getRuntime().maxMemory() >> 20)
          + " as RECAP_JAVA_OPTS=-Xmx4g does";
    }
    return e + "; ./recap doctor names what is missing";
  }

  /**
   * What was printed did not all arrive. A reader that has seen enough, like head, is no failure.
   */
  private static int outputLost(CommandLine recap) {
    try (var out = new FileOutputStream(FileDescriptor.out)) {
      out.write('\n');
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
        return CommandLine.ExitCode.OK;
      }
      return failure(new IOException("standard output: " + e.getMessage(), e), recap);
    }
    return failure(new IOException("standard output: expected room for all, lost a part"), recap);
  }

  /**
   * The command line with its subcommands and error handling; tests run it in their own process.
   */
  public static CommandLine commandLine() {
    CommandLine recap =
        new CommandLine(new Recap())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExpandAtFiles(false) // an argument that begins with @ is one like others
            .registerConverter(int.class, Recap::number)
            .registerConverter(Integer.class, Recap::number)
            .registerConverter(Path.class, Recap::path)
            .setParameterExceptionHandler((e, args) -> wrongUsage(e))
            .setExecutionExceptionHandler((e, command, parsed) -> failure(e, command));
    // Every command has --version; by itself it would print nothing there.
    recap
        .getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().versionProvider(new Version()));
    return recap;
  }

  private static Integer number(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException(
          "expected a whole number up to %d, received '%s'".formatted(Integer.MAX_VALUE, text));
    }
  }

  /** Java takes an empty path for the current folder. */
  private static Path path(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException(
          "expected a path, received '%s'; . is the current folder".formatted(text));
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("expected a path, received " + e.getMessage());
    }
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "expected a command, received none; use one of "
            + spec.subcommands().entrySet().stream()
                .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", ")));
  }

  private static int wrongUsage(ParameterException e) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println("recap: " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '%s --help'.".formatted(e.getCommandLine().getCommandSpec().qualifiedName()));
    return CommandLine.ExitCode.USAGE;
  }

  private static int failure(Exception e, CommandLine command) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    command.getErr().println("recap: " + message);
    if ("1".equals(System.getenv("RECAP_DEBUG"))) {
      e.printStackTrace(command.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
