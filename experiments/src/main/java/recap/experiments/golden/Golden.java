package recap.experiments.golden;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Compares what we compute with reference results that an independent framework computed in
 * float64. Every {@code *.json} of format {@code golden-1} below a folder is a case: one operation,
 * a whole model, or the first steps of a training.
 */
public final class Golden {
  /** The environment variable that names the folder of cases. */
  public static final String VARIABLE = "GOLDEN_DIR";

  private static final String FORMAT = "golden-1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Golden() {}

  /**
   * What came of a case.
   *
   * @param file relative to the folder
   * @param worst the check that uses up most of its tolerance; null where the case broke
   * @param failed every check that failed, and why a case broke
   */
  public record Outcome(String file, String worst, List<String> failed) {
    /** Whether every check passed. */
    public boolean passed() {
      return failed.isEmpty();
    }

    /** One line: verdict, case, largest error and where. */
    @Override
    public String toString() {
      return passed()
          ? "pass  %-44s %s".formatted(file, worst)
          : "FAIL  %-44s %s".formatted(file, String.join("; ", failed));
    }
  }

  /**
   * The cases below {@code folder}, links followed, sorted by path; empty where there is no such
   * folder.
   */
  public static List<Path> cases(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .filter(Files::isRegularFile)
          .sorted(Comparator.comparing(Path::toString))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs every case and prints a line for each as it ends.
   *
   * @return whether there was a case and all passed
   */
  public static boolean run(Path folder, PrintWriter out) {
    List<Path> cases = cases(folder);
    if (cases.isEmpty()) {
      out.println("golden: no case (*.json) below " + folder + "; name a folder in " + VARIABLE);
      out.flush();
      return false;
    }
    int failures = 0;
    for (Path file : cases) {
      Outcome outcome = run(folder, file);
      failures += outcome.passed() ? 0 : 1;
      out.println(outcome);
      out.flush();
    }
    out.printf("golden: %d of %d cases pass%n", cases.size() - failures, cases.size());
    out.flush();
    return failures == 0;
  }

  /** Runs one case; whatever it throws is its failure. */
  public static Outcome run(Path folder, Path file) {
    String name = folder.relativize(file).toString();
    try {
      return outcome(name, checks(JSON.readTree(file.toFile())));
    } catch (JsonProcessingException e) {
      return new Outcome(name, null, List.of("is no JSON: " + e.getOriginalMessage()));
    } catch (IOException | RuntimeException e) {
      String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return new Outcome(name, null, List.of(message));
    }
  }

  private static List<Check> checks(JsonNode golden) {
    String format = golden.path("format").asText();
    if (!format.equals(FORMAT)) {
      throw new IllegalArgumentException("expected format " + FORMAT + ", found '" + format + "'");
    }
    String kind = golden.path("kind").asText();
    return switch (kind) {
      case "op" -> OpCase.run(golden);
      case "model" -> ModelCase.run(golden);
      case "trajectory" -> TrajectoryCase.run(golden);
      default ->
          throw new IllegalArgumentException(
              "expected the kind op, model or trajectory, found '" + kind + "'");
    };
  }

  private static Outcome outcome(String name, List<Check> checks) {
    Check worst = checks.stream().max(Comparator.comparingDouble(Check::share)).orElseThrow();
    List<String> failed =
        checks.stream().filter(check -> !check.passes()).map(Golden::describe).toList();
    return new Outcome(name, describe(worst), failed);
  }

  private static String describe(Check check) {
    return String.format(
        Locale.ROOT, "error %.1e of %.0e: %s", check.error(), check.tolerance(), check.quantity());
  }
}
