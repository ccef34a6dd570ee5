package recap.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import recap.nn.Network;
import recap.nn.Shape;

/** Names and shapes of all tensors against the reference models, where their folder exists. */
class GoldenNamesTest {
  private static final Pattern NAME = Pattern.compile("\"name\":\\s*\"([^\"]+)\"");
  private static final Pattern KIND = Pattern.compile("\"kind\":\\s*\"model\"");
  private static final Pattern INPUT = Pattern.compile("\"input\":\\s*\\[([^\\]]*)]");
  private static final Pattern LOGITS =
      Pattern.compile("\"logits_eval\":\\s*\\{\\s*\"shape\":\\s*\\[([^\\]]*)]");
  private static final Pattern PARAMETERS = Pattern.compile("\"parameters\":\\s*\\{([^}]*)}");
  private static final Pattern TENSOR = Pattern.compile("\"([^\"]+)\":\\s*\\[([^\\]]*)]");

  @TestFactory
  Stream<DynamicTest> tensorsAreNamedAndShapedAsInTheReference() throws IOException {
    Path folder = folder(System.getenv("GOLDEN_DIR"));
    List<Path> cases = cases(folder, System.getenv("GOLDEN_DIR"));
    if (cases.isEmpty()) {
      System.out.println("GoldenNamesTest: no cases below " + folder);
    }
    return cases.stream()
        .map(GoldenNamesTest::read)
        .filter(json -> KIND.matcher(json).find())
        .map(json -> DynamicTest.dynamicTest(first(NAME, json), () -> compare(json)));
  }

  /** Tests run in the module's folder; {@code named} is relative to the project. */
  private static Path folder(String named) {
    return Path.of("../..").resolve(unset(named) ? "../shared/golden" : named).normalize();
  }

  /** A folder that somebody names is to be tested, so there must be something in it. */
  private static List<Path> cases(Path folder, String named) throws IOException {
    List<Path> cases = List.of();
    if (Files.isDirectory(folder)) {
      try (var files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
        cases = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
      }
    }
    assertThat(unset(named) || !cases.isEmpty())
        .as("GOLDEN_DIR: expected cases (*.json) below %s, found none", folder)
        .isTrue();
    return cases;
  }

  private static boolean unset(String named) {
    return named == null || named.isBlank();
  }

  @Test
  void aNamedFolderIsRelativeToTheProjectAndNotEmpty(@TempDir Path empty) throws IOException {
    assertThat(folder("lib/nn")).isEqualTo(Path.of("../../lib/nn"));
    assertThat(folder(" ")).isEqualTo(folder(null));
    assertThat(cases(empty, "")).isEmpty();
    assertThatThrownBy(() -> cases(empty, "named"))
        .hasMessageContaining("GOLDEN_DIR: expected cases (*.json) below " + empty);
  }

  private static void compare(String json) {
    var expected = new TreeMap<String, List<Integer>>();
    Matcher tensor = TENSOR.matcher(first(PARAMETERS, json));
    while (tensor.find()) {
      expected.put(tensor.group(1), sizes(tensor.group(2)));
    }
    List<Integer> input = sizes(first(INPUT, json)); // N, C, H, W
    int classes = sizes(first(LOGITS, json)).get(1);
    Network network = Zoo.build(first(NAME, json), new Shape(input.subList(1, 4)), classes);
    Map<String, List<Integer>> ours = new TreeMap<>();
    network.parameters().forEach((name, param) -> ours.put(name, param.shape()));
    assertThat(ours).isEqualTo(expected);
  }

  private static List<Integer> sizes(String list) {
    return Arrays.stream(list.split(",")).map(size -> Integer.valueOf(size.strip())).toList();
  }

  private static String first(Pattern pattern, String json) {
    Matcher matcher = pattern.matcher(json);
    assertThat(matcher.find()).as(pattern + " in a golden case").isTrue();
    return matcher.group(1);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
