package recap.experiments.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import recap.data.Cifar10;
import recap.data.DataException;
import recap.data.Mnist;
import recap.experiments.Home;
import recap.onednn.NativeInfo;
import recap.onednn.NativeUnavailableException;
import recap.onednn.Threads;
import recap.onednn.Waiting;

/** Looks at one thing of this machine after the other; a check reports and never throws. */
final class Checkup {
  private static final long GIB = 1L << 30;

  /** QUICK trains on 128 images at a time; the deepest of its networks needs about this much. */
  private static final long NEEDED_BYTES = 3 * GIB;

  private static final String FONT_REMEDY =
      "install fontconfig and a font (Debian: apt-get install fontconfig fonts-dejavu-core)";

  private static final String KERNEL_REMEDY = "delete .venv, run make clean, then make setup";

  enum Status {
    OK("ok"),
    WARN("note"),
    MISSING("MISSING");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /**
   * What one check found.
   *
   * @param remedy what to do about it; empty where the status is OK
   */
  record Finding(Status status, String subject, String found, String remedy) {
    static Finding ok(String subject, String found) {
      return new Finding(Status.OK, subject, found, "");
    }

    static Finding warn(String subject, String found, String remedy) {
      return new Finding(Status.WARN, subject, found, remedy);
    }

    static Finding missing(String subject, String found, String remedy) {
      return new Finding(Status.MISSING, subject, found, remedy);
    }
  }

  private final Supplier<Path> project;
  private final Path data;

  /**
   * @param project the project's root, where {@code .venv/} is; throws as {@link Home#project()}
   * @param data where downloaded data lives
   */
  Checkup(Supplier<Path> project, Path data) {
    this.project = project;
    this.data = data;
  }

  List<Finding> findings() {
    var findings =
        new ArrayList<>(
            List.of(
                java(Runtime.version().feature()),
                fonts(),
                rendering(),
                oneDnn(),
                threads(),
                memory(availableBytes())));
    Path root;
    try {
      root = project.get();
    } catch (IllegalArgumentException e) {
      findings.add(refused("project", e)); // without it, data and kernel are looked for in vain
      return findings;
    }
    findings.addAll(List.of(Finding.ok("project", root.toString()), data(), kernel(root)));
    return findings;
  }

  /** What ends in its remedy already. */
  private static Finding refused(String subject, RuntimeException e) {
    String[] parts = e.getMessage().split("; ", 2);
    return Finding.missing(subject, parts[0], parts[parts.length - 1]);
  }

  static Finding java(int feature) {
    String found = "Java %s (%s)".formatted(Runtime.version(), System.getProperty("java.vm.name"));
    return feature >= 17
        ? Finding.ok("JDK", found)
        : Finding.missing("JDK", found, "install a JDK 17 or newer, or set JAVA_HOME to one");
  }

  private static Finding fonts() {
    try {
      int families =
          GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames().length;
      return fonts(families);
    } catch (RuntimeException | LinkageError | InternalError e) {
      // Without any font, AWT dies of an InternalError when it looks for one.
      return Finding.missing("fonts", "none: " + rootMessage(e), FONT_REMEDY);
    }
  }

  static Finding fonts(int families) {
    String found = families + " font families";
    return families > 0 ? Finding.ok("fonts", found) : Finding.missing("fonts", found, FONT_REMEDY);
  }

  /** Draws a letter off screen and looks whether any pixel was set. */
  private static Finding rendering() {
    try {
      var image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
      var graphics = image.createGraphics();
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 24));
      graphics.drawString("R", 4, 26);
      graphics.dispose();
      int[] pixels = image.getRGB(0, 0, 32, 32, null, 0, 32);
      for (int pixel : pixels) {
        if ((pixel & 0xffffff) != 0) {
          return Finding.ok("drawing", "text draws, headless=" + GraphicsEnvironment.isHeadless());
        }
      }
      return Finding.missing("drawing", "a letter leaves no pixel", FONT_REMEDY);
    } catch (RuntimeException | LinkageError | InternalError e) {
      String remedy =
          "install the libraries of Java's 2D drawing and a font (Debian: apt-get install"
              + " libfreetype6 fontconfig fonts-dejavu-core)";
      return Finding.missing("drawing", "off-screen drawing fails: " + rootMessage(e), remedy);
    }
  }

  private static Finding oneDnn() {
    try {
      NativeInfo info = NativeInfo.load();
      return Finding.ok("oneDNN", info.version() + ", instruction set " + info.instructionSet());
    } catch (NativeUnavailableException e) {
      return refused("oneDNN", e);
    }
  }

  private static Finding threads() {
    int computing = Threads.count();
    String found =
        "%d compute on %d processors, %s"
            .formatted(
                computing, Runtime.getRuntime().availableProcessors(), Waiting.description());
    String asked = System.getenv("OMP_NUM_THREADS");
    return asked == null || asked.equals(String.valueOf(computing))
        ? Finding.ok("threads", found)
        : Finding.warn(
            "threads",
            found + "; OMP_NUM_THREADS is " + asked + " and is not read",
            "name the number with --threads");
  }

  static Finding memory(long available) {
    String found =
        String.format(
            Locale.ROOT,
            "%.1f GiB available, heap up to %.1f GiB",
            (double) available / GIB,
            (double) Runtime.getRuntime().maxMemory() / GIB);
    return available >= NEEDED_BYTES
        ? Finding.ok("memory", found)
        : Finding.warn("memory", found, "close other programs, or run at --scale smoke");
  }

  /**
   * What Linux would give to a new program, caches it can drop included; elsewhere what is free.
   */
  private static long availableBytes() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
        if (line.startsWith("MemAvailable:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) << 10;
        }
      }
    } catch (IOException e) {
      // Not Linux: the bean below is all there is.
    }
    var bean = ManagementFactory.getOperatingSystemMXBean();
    return bean instanceof com.sun.management.OperatingSystemMXBean os ? os.getFreeMemorySize() : 0;
  }

  private Finding data() {
    if (!Files.isDirectory(data.resolve(Cifar10.FOLDER))) {
      return Finding.warn(
          "data", "no CIFAR-10 in " + data, "run make data; --scale smoke needs none");
    }
    try {
      Cifar10.verify(data);
      if (!Files.isDirectory(data.resolve(Mnist.FOLDER))) {
        return Finding.warn("data", "CIFAR-10; no MNIST, which lenet-mnist needs", "run make data");
      }
      Mnist.load(data); // which verifies it
      return Finding.ok("data", "CIFAR-10 and MNIST, all checksums hold");
    } catch (DataException e) {
      return Finding.missing("data", e.getMessage(), "run make data");
    }
  }

  private static Finding kernel(Path root) {
    Path spec = root.resolve(".venv/share/jupyter/kernels/recap/kernel.json");
    if (!Files.isRegularFile(spec)) {
      return Finding.missing("kernel", "Recap (Java) is not installed", "run make setup");
    }
    try {
      JsonNode kernel = new ObjectMapper().readTree(spec.toFile());
      String java = kernel.path("argv").path(0).asText();
      if (!Files.isExecutable(Path.of(java))) {
        return Finding.missing("kernel", "its Java is gone: " + java, "run make setup");
      }
      var needed = new ArrayList<String>();
      kernel.path("argv").forEach(argument -> needed.add(argument.asText()));
      needed.removeIf(argument -> !argument.startsWith("/"));
      String classPath = kernel.path("env").path("JJAVA_CLASSPATH").asText();
      needed.addAll(List.of(classPath.split(File.pathSeparator)));
      for (String file : needed) {
        if (!Files.exists(Path.of(file))) {
          return Finding.missing("kernel", "it needs " + file + ", which is gone", KERNEL_REMEDY);
        }
      }
    } catch (IOException e) {
      return Finding.missing("kernel", "cannot be read: " + rootMessage(e), KERNEL_REMEDY);
    }
    return Finding.ok("kernel", "Recap (Java) in " + root.relativize(spec.getParent()));
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
