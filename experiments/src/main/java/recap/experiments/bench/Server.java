package recap.experiments.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;

/** The other end of {@link Subject}: warms up and answers requests until it is told to quit. */
public final class Server {
  private static final int WARM_UP_STEPS = 3;

  private Server() {}

  /**
   * Serves {@code work} by our step or, if {@code floor}, by the bare primitives.
   *
   * @throws IOException when the other end has gone
   */
  public static void serve(Work work, boolean floor, BufferedReader in, PrintWriter out)
      throws IOException {
    try (Repeated step = floor ? new FloorStep(work) : new OwnStep(work)) {
      for (int i = 0; i < WARM_UP_STEPS; i++) {
        step.step();
      }
      say(out, "ready " + step.name());
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.equals("quit")) {
          say(out, String.valueOf(peakMegabytes()));
          return;
        }
        say(out, line.equals("facts") ? step.facts().toString() : times(step, line));
      }
    }
  }

  private static String times(Repeated step, String request) {
    int steps = Integer.parseInt(request.substring("run ".length()));
    var times = new StringJoiner(" ");
    for (int i = 0; i < steps; i++) {
      long start = System.nanoTime();
      step.step();
      times.add(String.valueOf((System.nanoTime() - start) / 1e6));
    }
    return times.toString();
  }

  private static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  private static long peakMegabytes() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    }
  }
}
