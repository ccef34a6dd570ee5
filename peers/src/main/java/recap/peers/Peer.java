package recap.peers;

import ai.djl.engine.Engine;
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
import recap.zoo.Zoo;

/**
 * A process that times PyTorch through DJL, {@code Peer NETWORK BATCH train|infer THREADS}. It
 * warms up, prints {@code ready NAME} and obeys lines on standard input: {@code run N} prints the
 * milliseconds of N steps on one line; {@code quit} prints the peak resident memory in MB and ends.
 *
 * <p>Settings, chosen as the fastest that DJL's documentation names for a CPU: one thread a
 * physical core within an operation, one between operations; inference without gradients. DJL
 * offers no channels-last layout to networks that are trained in Java, so data is N x C x H x W.
 */
public final class Peer {
  private static final int WARM_UP_STEPS = 3;
  private static final double RATE = 1e-3;

  private Peer() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    if (args.length != 4 || !args[2].matches("train|infer")) {
      System.err.println(
          "peer: expected NETWORK BATCH train|infer THREADS, received "
              + String.join(" ", args)
              + "; see recap bench --peers");
      System.exit(2);
    }
    System.setProperty("ai.djl.pytorch.num_threads", args[3]);
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    // Both native parts are on the class path: nothing is to be fetched, nobody to be told.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    boolean training = args[2].equals("train");
    try (TorchSession session = session(Zoo.build(args[0]), Integer.parseInt(args[1]), training)) {
      serve(training ? session::step : session::infer);
    }
  }

  private static TorchSession session(Network network, int batch, boolean training) {
    var random = new Random(1);
    float[] images = new float[Math.toIntExact(batch * network.input().shape().elements())];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    int[] labels = random.ints(batch, 0, network.output().shape().channels()).toArray();
    var weights = Initializer.he().initialize(network, 1);
    return new TorchSession(network, weights, images, labels, RATE, training);
  }

  private static void serve(Runnable step) throws IOException {
    for (int i = 0; i < WARM_UP_STEPS; i++) {
      step.run();
    }
    PrintStream out = System.out;
    out.println("ready djl-pytorch-" + Engine.getEngine("PyTorch").getVersion());
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
