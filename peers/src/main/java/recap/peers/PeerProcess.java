package recap.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.StringJoiner;
import recap.nn.Initializer;
import recap.nn.Network;
import recap.nn.Weights;
import recap.zoo.Zoo;

/**
 * A process that times another library, {@code PeerProcess djl|pytorch NETWORK BATCH f32|bf16
 * train|infer THREADS}; DJL in f32 only. It warms up, prints {@code ready NAME} and obeys lines on
 * standard input: {@code run N} prints the milliseconds of N steps on one line; {@code quit} prints
 * the peak resident memory in MB and ends.
 */
public final class PeerProcess {
  private static final int WARM_UP_STEPS = 3;
  private static final double RATE = 1e-3;

  private PeerProcess() {}

  /** See the class. A stack trace is printed only where the environment has RECAP_DEBUG=1. */
  public static void main(String[] args) throws IOException {
    int code = run(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** The exit code: 1 for what the library cannot compute, 2 for wrong usage. */
  static int run(String[] args) throws IOException {
    String line = String.join(" ", args);
    if (!line.matches("(djl \\S+ \\d+ f32|pytorch \\S+ \\d+ (f32|bf16)) (train|infer) \\d+")) {
      System.err.println(
          "peer: expected djl|pytorch NETWORK BATCH f32|bf16 train|infer THREADS (djl in f32"
              + " only), received '"
              + line
              + "'; see recap bench --peers");
      return 2;
    }
    boolean training = args[4].equals("train");
    try (PeerSession session = session(args, training)) {
      serve(session, training ? session::step : session::infer);
      return 0;
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      System.err.println("peer: " + reason(e));
      if ("1".equals(System.getenv("RECAP_DEBUG"))) {
        e.printStackTrace();
      }
      return 1;
    }
  }

  /** What went wrong; of a library that is broken or out of memory with what may help. */
  private static String reason(Throwable e) {
    if (e instanceof LinkageError) {
      return e + "; make peers builds it anew";
    } else if (e instanceof OutOfMemoryError) {
      return e + "; use a smaller batch";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static PeerSession session(String[] args, boolean training) {
    Network network = Zoo.build(args[1]);
    int batch = Integer.parseInt(args[2]);
    int threads = Integer.parseInt(args[5]);
    var random = new Random(1);
    float[] images = new float[Math.toIntExact(batch * network.input().shape().elements())];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    int[] labels = random.ints(batch, 0, network.output().shape().channels()).toArray();
    Weights weights = Initializer.he().initialize(network, 1);
    if (args[0].equals("djl")) {
      DjlSession.configure(threads);
      return new DjlSession(network, weights, images, labels, RATE, training);
    }
    PytorchSession.configure(threads);
    boolean bfloat16 = args[3].equals("bf16");
    return new PytorchSession(network, weights, images, labels, RATE, training, bfloat16);
  }

  private static void serve(PeerSession session, Runnable step) throws IOException {
    for (int i = 0; i < WARM_UP_STEPS; i++) {
      step.run();
    }
    PrintStream out = System.out;
    out.println("ready " + session.name());
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("quit")) {
        out.println(peakMegabytes());
        return;
      }
      var times = new StringJoiner(" ");
      for (int steps = Integer.parseInt(line.substring("run ".length())); steps > 0; steps--) {
        long start = System.nanoTime();
        step.run();
        times.add(String.valueOf((System.nanoTime() - start) / 1e6));
      }
      out.println(times);
    }
  }

  /** The most memory that this process ever had resident, in MB of 1024 kB. */
  private static long peakMegabytes() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(kilobytes -> Long.parseLong(kilobytes) / 1024)
          .findFirst()
          .orElse(0);
    }
  }
}
