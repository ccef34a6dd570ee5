package recap.experiments.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import recap.experiments.record.Checkout;
import recap.experiments.record.Json;
import recap.experiments.record.Machine;
import recap.experiments.record.RunRecord;
import recap.io.AtomicFile;
import recap.io.StorageException;
import recap.onednn.Waiting;

/**
 * Under what a benchmark was made: figures of another machine, or of this one with other settings,
 * cannot be compared with it.
 *
 * @param started when
 * @param command as typed
 * @param rounds turns of each side
 * @param code what was checked out
 * @param machine with the threads of each side
 * @param waiting how long our threads spin before they sleep
 * @param environment variables that steer threads, allocation and oneDNN
 */
public record Conditions(
    String started,
    String command,
    int rounds,
    RunRecord.Code code,
    Machine machine,
    String waiting,
    Map<String, String> environment) {
  /** Beside the tables that were made under them. */
  public static final String FILE = "machine.json";

  private static final Pattern STEERING =
      Pattern.compile("(OMP|GOMP|KMP|MALLOC|ONEDNN|DNNL|MKL|OPENBLAS|RECAP_JAVA)_.*|LD_PRELOAD");

  /** Those of this process, in the checkout at {@code project}. */
  public static Conditions current(Path project, String command, int rounds, int threads) {
    var environment = new TreeMap<>(System.getenv());
    environment.keySet().removeIf(name -> !STEERING.matcher(name).matches());
    return new Conditions(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        command,
        rounds,
        Checkout.code(project),
        Machine.current(threads),
        Waiting.description(),
        environment);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException when {@code file} is missing or something else
   */
  public static Conditions read(Path file) {
    try {
      Conditions conditions = Json.read(Files.readString(file), Conditions.class);
      if (conditions != null && conditions.machine() != null) {
        return conditions;
      }
      throw refusal(file, null);
    } catch (IOException e) {
      throw refusal(file, e);
    }
  }

  private static IllegalArgumentException refusal(Path file, Exception cause) {
    return new IllegalArgumentException(
        file
            + ": expected the conditions of a benchmark, found none or damaged ones; restore it from"
            + " version control or run ./recap bench again",
        cause);
  }

  /**
   * Has {@code tables} written, and these conditions after them. Killed in between, it leaves
   * tables without conditions: those of an earlier benchmark may be of another machine. Without
   * those of a race, which are called {@link #FILE}, no charts are drawn.
   */
  void writeAfter(Runnable tables, Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw StorageException.undeletable(file, e);
    }
    tables.run();
    write(file);
  }

  /** Writes them as JSON. */
  public void write(Path file) {
    byte[] json = Json.pretty(this).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(json));
  }
}
