package recap.experiments.record;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import recap.onednn.NativeInfo;
import recap.onednn.SystemFile;

/**
 * What the bits and the speed of a run may depend on.
 *
 * @param libraries version by name
 * @param onednn version
 * @param instructionSet the widest that oneDNN uses
 * @param threads that compute
 * @param java vendor and version
 * @param os name, version and architecture
 * @param cpu model
 * @param processors that the JVM sees
 * @param memoryMib physical
 */
public record Machine(
    Map<String, String> libraries,
    String onednn,
    String instructionSet,
    int threads,
    String java,
    String os,
    String cpu,
    int processors,
    long memoryMib) {
  /** This machine, computing with {@code threads} threads. */
  public static Machine current(int threads) {
    NativeInfo info = NativeInfo.load();
    return new Machine(
        Libraries.versions(),
        info.version(),
        info.instructionSet(),
        threads,
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        field(Path.of("/proc/cpuinfo"), "model name", System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        physicalMib());
  }

  /** {@code AMD EPYC, avx2, 2 threads}: what times depend on most. */
  public String text() {
    return cpu + ", " + instructionSet + ", " + threads + (threads == 1 ? " thread" : " threads");
  }

  /** The facts that may decide the bits and differ from {@code here}'s. */
  List<String> differences(Machine here) {
    var differences = new ArrayList<String>();
    compare(differences, "oneDNN", onednn, here.onednn);
    compare(differences, "instruction set", instructionSet, here.instructionSet);
    compare(differences, "threads", threads, here.threads);
    compare(differences, "CPU", cpu, here.cpu);
    compare(differences, "Java", java, here.java);
    return differences;
  }

  private static void compare(List<String> differences, String what, Object recorded, Object here) {
    if (!recorded.equals(here)) {
      differences.add(what + ": recorded " + recorded + ", here " + here);
    }
  }

  private static long physicalMib() {
    var bean = ManagementFactory.getOperatingSystemMXBean();
    return bean instanceof com.sun.management.OperatingSystemMXBean os
        ? os.getTotalMemorySize() >> 20
        : 0;
  }

  /** The value behind the first {@code key :} of a file under /proc, or {@code otherwise}. */
  private static String field(Path file, String key, String otherwise) {
    try {
      return SystemFile.lines(file).stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException e) {
      return otherwise;
    }
  }
}
