package recap.labs.judge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import recap.labs.wire.Lines;
import recap.onednn.NativeUnavailableException;
import recap.onednn.NotEnoughMemoryException;

/**
 * Judges one notebook: listens on a socket that the notebook's sandbox can see, and writes each
 * attempt to a log that it cannot. Points come from this log alone. It ends when its standard input
 * does; and with another exit code than 0 where it fails itself, by which no student may lose
 * points: where the log cannot be written, or this machine lacks memory or oneDNN.
 */
@Command(name = "judge", mixinStandardHelpOptions = true)
public final class Judge implements Callable<Integer> {
  private static final JsonMapper MAPPER = new JsonMapper();

  @Option(names = "--socket", required = true, description = "where to listen")
  private Path socket;

  @Option(names = "--log", required = true, description = "file of attempts, JSON lines")
  private Path log;

  @Option(
      names = "--attempts",
      description =
          "conversations about one check; a passed one counts, else the last (default"
              + " ${DEFAULT-VALUE})")
  private int mostAttempts = 10;

  @Option(names = "--seconds", description = "for one conversation (default ${DEFAULT-VALUE})")
  private int seconds = 120;

  private final Map<String, Integer> attempts = new HashMap<>();

  public static void main(String[] arguments) {
    var judge =
        new CommandLine(new Judge())
            .setExecutionExceptionHandler(
                (e, command, parsed) -> {
                  command.getErr().println("recap: judge: " + e.getMessage());
                  return CommandLine.ExitCode.SOFTWARE;
                });
    System.exit(judge.execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        OutputStream out = Files.newOutputStream(log)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      System.out.println("listening");
      listen(server, out);
    }
    return 0;
  }

  private void listen(ServerSocketChannel server, OutputStream out) {
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Judge::daemon);
    ExecutorService standardInput = Executors.newSingleThreadExecutor(Judge::daemon);
    standardInput.execute(() -> closeWithStandardInput(server));
    while (server.isOpen()) {
      // One conversation at a time: who keeps a second one open only keeps himself waiting.
      try (SocketChannel channel = server.accept();
          Lines kernel = new Lines(channel)) {
        var deadline = clock.schedule(() -> close(channel), seconds, TimeUnit.SECONDS);
        try {
          converse(kernel, out);
        } finally {
          deadline.cancel(false);
        }
      } catch (IOException e) {
        // The kernel has ended, talked nonsense or run out of time; the next may do better.
        continue;
      }
    }
  }

  private void converse(Lines kernel, OutputStream out) throws IOException {
    String id = kernel.read().path("check").asText();
    GradedCheck graded;
    try {
      graded = GradedCheck.of(id);
    } catch (IllegalArgumentException e) {
      tell(kernel, new Attempt(id, false, e.getMessage()));
      return;
    }
    if (attempts.merge(id, 1, Integer::sum) > mostAttempts) {
      // Not logged: else asking once too often would undo an answer that was right.
      tell(kernel, new Attempt(id, false, id + ": no more than " + mostAttempts + " attempts"));
      return;
    }
    Attempt attempt = held(graded, kernel);
    log(attempt, out);
    tell(kernel, attempt);
  }

  private static void log(Attempt attempt, OutputStream out) {
    try {
      // Not a Writer: what is no character would end the log, and becomes a question mark here.
      out.write((json(attempt) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write its log: " + e.getMessage(), e);
    }
  }

  /** A conversation that breaks off is a failed attempt like any other. */
  private static Attempt held(GradedCheck graded, Lines kernel) {
    try {
      return Attempt.hold(graded, kernel);
    } catch (NativeUnavailableException | NotEnoughMemoryException e) {
      throw e; // a lack of this machine
    } catch (IOException | RuntimeException e) {
      String id = graded.visible().id();
      return new Attempt(id, false, id + ": no answer: " + e.getMessage());
    }
  }

  private static void tell(Lines kernel, Attempt attempt) throws IOException {
    kernel.write(json(attempt));
  }

  private static JsonNode json(Attempt attempt) {
    ObjectNode json = MAPPER.createObjectNode();
    return json.put("check", attempt.check())
        .put("passed", attempt.passed())
        .put("text", attempt.text());
  }

  private static void closeWithStandardInput(ServerSocketChannel server) {
    try {
      while (System.in.read() >= 0) {
        continue;
      }
    } catch (IOException e) {
      // Standard input is gone, which is what this waits for.
    }
    close(server);
  }

  private static void close(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // It is closed, one way or the other.
    }
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task);
    thread.setDaemon(true);
    return thread;
  }
}
