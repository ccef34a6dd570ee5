package recap.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
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
    Path folder =
        Path.of(Optional.ofNullable(System.getenv("GOLDEN_DIR")).orElse("../../../shared/golden"));
    if (!Files.isDirectory(folder)) {
      System.out.println("GoldenNamesTest: no cases, " + folder + " does not exist");
      return Stream.empty();
    }
    try (var files = Files.walk(folder)) {
      List<Path> cases = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
      return cases.stream()
          .map(GoldenNamesTest::read)
          .filter(json -> KIND.matcher(json).find())
          .map(json -> DynamicTest.dynamicTest(first(NAME, json), () -> compare(json)));
    }
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
      throw new java.io.UncheckedIOException(e);
    }
  }
}
