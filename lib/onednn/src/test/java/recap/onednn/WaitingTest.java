package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What OpenMP's runtime says of itself in a process where Recap was the first to load it. */
class WaitingTest {
  /** Loads oneDNN, and with it the runtime. */
  static final class Loading {
    public static void main(String[] arguments) {
      System.out.println(NativeInfo.load() + ": " + Waiting.description());
    }
  }

  private static String output(Map<String, String> environment) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    var builder = new ProcessBuilder(java, "-cp", classPath, Loading.class.getName());
    builder.environment().keySet().removeIf(name -> name.matches("(OMP|GOMP)_.*"));
    builder.environment().put("OMP_DISPLAY_ENV", "VERBOSE");
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void threadsSpinForAShortTimeUnlessToldOtherwise() throws IOException {
    assertThat(output(Map.of()))
        .contains("GOMP_SPINCOUNT = '" + Waiting.SPINS + "'")
        .contains(": " + Waiting.SPINS + " spins before sleep");
    assertThat(output(Map.of("OMP_WAIT_POLICY", "")))
        .contains("GOMP_SPINCOUNT = '" + Waiting.SPINS + "'");
  }

  @Test
  void whatTheUserAsksForWins() throws IOException {
    assertThat(output(Map.of("GOMP_SPINCOUNT", "77")))
        .contains("GOMP_SPINCOUNT = '77'")
        .contains(": GOMP_SPINCOUNT 77");
    assertThat(output(Map.of("OMP_WAIT_POLICY", "PASSIVE")))
        .contains("GOMP_SPINCOUNT = '0'")
        .contains(": OMP_WAIT_POLICY PASSIVE");
  }
}
