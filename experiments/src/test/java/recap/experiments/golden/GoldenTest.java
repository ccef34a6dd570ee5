package recap.experiments.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import recap.experiments.Home;
import recap.nn.LocalResponseNorm;
import recap.nn.Shape;
import recap.nn.Tensor;
import recap.nn.Weights;
import recap.onednn.NativeInfo;
import recap.onednn.Precision;

/**
 * The project's own cases, made by {@code tests/make_golden.py}, and the operations of a folder
 * beside the project or of {@code GOLDEN_DIR}; {@code make golden} runs models and trainings too.
 */
class GoldenTest {
  @TempDir Path folder;

  private static Path own() {
    try {
      return Path.of(GoldenTest.class.getResource("/golden").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyOwnCasePasses() {
    List<Path> cases = Golden.cases(own());
    assertThat(cases).hasSizeGreaterThan(10);
    return cases.stream().map(file -> test(own(), file));
  }

  @TestFactory
  Stream<DynamicTest> everyOperationBesideTheProjectPasses() {
    String named = System.getenv(Golden.VARIABLE);
    Path beside = beside(named);
    List<Path> operations = operations(beside, named);
    if (operations.isEmpty()) {
      System.out.println("GoldenTest: no operation below " + beside + ", own cases only");
    }
    return operations.stream().map(file -> test(beside, file));
  }

  /** Tests run in the module's folder; {@code named} is relative to the project. */
  private static Path beside(String named) {
    String folder = unset(named) ? "../shared/golden" : named;
    return Home.project().resolve(folder).normalize();
  }

  /** A folder that somebody names is to be tested, so there must be something in it. */
  private static List<Path> operations(Path folder, String named) {
    List<Path> cases = Golden.cases(folder);
    assertThat(unset(named) || !cases.isEmpty())
        .as("%s: expected cases (*.json) below %s, found none", Golden.VARIABLE, folder)
        .isTrue();
    return cases.stream().filter(GoldenTest::isOperation).toList();
  }

  private static boolean unset(String named) {
    return named == null || named.isBlank();
  }

  /** Whatever is not plainly of another kind, so that no broken case is passed over. */
  private static boolean isOperation(Path file) {
    return !List.of("model", "trajectory").contains(kind(file));
  }

  /** Without reading the rest of the file, which may be large; empty if there is none. */
  private static String kind(Path file) {
    try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals("kind")) {
          return parser.getText();
        }
        parser.skipChildren();
      }
      return "";
    } catch (JsonProcessingException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DynamicTest test(Path folder, Path file) {
    return DynamicTest.dynamicTest(
        folder.relativize(file).toString(),
        () -> assertThat(Golden.run(folder, file).failed()).isEmpty());
  }

  @Test
  void aWrongReferenceFailsAndSaysWhere() throws IOException {
    String text = Files.readString(own().resolve("add_two.json"));
    Files.writeString(folder.resolve("wrong.json"), text.replaceFirst("\"data\": \\[-?", "$09"));
    var out = new StringWriter();
    assertThat(Golden.run(folder, new PrintWriter(out))).isFalse();
    assertThat(out.toString())
        .containsPattern("FAIL  wrong.json +error .* of 1e-05: output")
        .contains("golden: 0 of 1 cases pass");
  }

  @Test
  void whatIsNoCaseFailsWithItsReason() throws IOException {
    Files.writeString(folder.resolve("a.json"), "{");
    Files.writeString(folder.resolve("b.json"), "{\"format\": \"golden-9\"}");
    Files.writeString(folder.resolve("c.json"), "{\"format\": \"golden-1\", \"kind\": \"poem\"}");
    var out = new StringWriter();
    assertThat(Golden.run(folder, new PrintWriter(out))).isFalse();
    assertThat(out.toString())
        .contains("is no JSON")
        .contains("expected format golden-1, found 'golden-9'")
        .contains("expected the kind op, model or trajectory, found 'poem'");
  }

  @Test
  void aTrajectorysModelIsTheLongestNameThatTheZooHas() {
    assertThat(TrajectoryCase.model("alexnet4_tanh_sgd")).isEqualTo("alexnet4_tanh");
    assertThat(TrajectoryCase.model("resnet18")).isEqualTo("resnet18");
    assertThat(TrajectoryCase.model("cifar_plain20_sgd_no_decay")).isEqualTo("cifar_plain20");
    assertThat(TrajectoryCase.model("poem_sgd")).isEqualTo("poem_sgd");
  }

  /** Rounded statistics would give -0.00487419 and 2.1158259. */
  @Test
  void aTrajectorysInputsAreRoundedOnce() {
    assertThat(TrajectoryCase.input(125, 0)).isEqualTo(-0.004874176345765591f);
    assertThat(TrajectoryCase.input(255, 2)).isEqualTo(2.115825653076172f);
  }

  @Test
  void aNamedFolderIsRelativeToTheProjectAndNotEmpty() {
    assertThat(beside("cases")).isEqualTo(Home.project().resolve("cases"));
    assertThat(beside(" ")).isEqualTo(beside(null));
    assertThat(operations(folder, null)).isEmpty();
    assertThat(operations(folder, "")).isEmpty();
    assertThatThrownBy(() -> operations(folder, folder.toString()))
        .hasMessageContaining("GOLDEN_DIR: expected cases (*.json) below " + folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"kind\":\"op\"}|true",
        "{~  \"kind\" : \"op\"~}|true",
        "{\"attributes\": {\"kind\": \"model\"}, \"inputs\": [[1], 2], \"kind\": \"op\"}|true",
        "{\"format\": \"golden-1\", \"kind\": \"model\"}|false",
        "{\"kind\": \"trajectory\"}|false",
        "{\"format\": \"golden-1\"}|true",
        "{\"format|true",
      })
  void anOperationIsKnownByItsKindWhereverThatStands(String json, boolean operation)
      throws IOException {
    Path file = Files.writeString(folder.resolve("case.json"), json.replace('~', '\n'));
    assertThat(isOperation(file)).isEqualTo(operation);
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }

  private static JsonNode operation(String op, String attributes) throws IOException {
    return json(
        "{'op': '%s', 'attributes': {%s}, 'inputs': {'x': {'shape': [2, 4, 6, 6]}}}"
            .formatted(op, attributes));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "maxpool2d|'kernel': [2, 3], 'stride': null|4x3x2",
        "maxpool2d|'kernel_size': 2, 'count_include_pad': true|4x3x3",
        "avgpool2d|'kernel': 3, 'stride': 2, 'divisor_override': null|4x2x2",
        "conv2d|'kernel_size': [3, 3], 'out_channels': 8, 'groups': 2, 'padding': 1|8x6x6",
        "lrn|'size': 5|4x6x6",
        "concat|'axis': 1|4x6x6",
        "concat|'axis': -3|4x6x6",
        "flatten|'start_dim': 1, 'end_dim': -1|144",
      })
  void attributesArePytorchs(String op, String attributes, String shape) throws IOException {
    Shape output = OpNetwork.of(operation(op, attributes)).network().output().shape();
    assertThat(output).hasToString(shape);
  }

  @Test
  void aConvolutionsWeightGivesItsKernel() throws IOException {
    JsonNode golden =
        json(
            "{'op': 'conv2d', 'attributes': {}, 'inputs': {'x': {'shape': [1, 2, 6, 6]}},"
                + " 'parameters': {'weight': {'shape': [5, 2, 3, 1]}}}");
    assertThat(OpNetwork.of(golden).network().output().shape()).isEqualTo(Shape.image(5, 4, 6));
  }

  @Test
  void lrnHasPytorchsDefaults() throws IOException {
    assertThat(OpNetwork.of(operation("lrn", "'size': 3")).network().output().op())
        .isEqualTo(new LocalResponseNorm(3, 1e-4f, 0.75f, 1f));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "maxpool2d|'stride': 2|maxpool2d: expected the attribute kernel as a whole number or two,"
            + " received none",
        "conv2d|'out_channels': 2|conv2d: expected the attribute kernel",
        "conv2d|'kernel': 3, 'out_channels': 2, 'padding': 'same'|attribute padding as a whole",
        "conv2d|'kernel': 3, 'out_channels': 2, 'padding_mode': 'reflect'|attribute padding_mode as"
            + " zeros, received \"reflect\"",
        "conv2d|'kernel': 3, 'out_channels': 2, 'in_channels': 3|attribute in_channels as 4",
        "conv2d|'kernel': 3, 'out_channels': 2, 'bias': 'no'|attribute bias as true or false",
        "avgpool2d|'kernel': 3, 'divisor_override': 4|attribute divisor_override as null",
        "batchnorm2d|'momentum': null|attribute momentum as a number, received null",
        "batchnorm2d|'affine': false|attribute affine as true",
        "concat|'axis': 2|concat: expected the attribute axis as 1 or -3, received 2",
        "lrn|'alpha': 1|lrn: expected the attribute size as a whole number, received none",
        "add|'alpha': 2|attribute alpha as 1, received 2",
        "softmax_cross_entropy|'reduction': 'none'|attribute reduction as mean or sum, received",
        "softmax_cross_entropy|'label_smoothing': 0.1|attribute label_smoothing as 0",
      })
  void attributesThatNothingComputesAreRefused(String op, String attributes, String message)
      throws IOException {
    JsonNode golden = operation(op, attributes);
    assertThatThrownBy(() -> OpNetwork.of(golden))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  /** One without a meaning for the values does not matter; one with a meaning shows in these. */
  @Test
  void anAttributeThatNothingKnowsIsNamedWhereValuesAreOff() throws IOException {
    String relu =
        "{'op': 'relu', 'attributes': {'slope': 0.1}, 'inputs': {'x': {'shape': [1, 1]}},"
            + " 'output': {'data': [%s]}, 'grad': {'x': {'data': [%s]}}}";
    float x = GoldenValues.input("x", 1)[0];
    float dx = x > 0 ? GoldenValues.input("dy", 1)[0] : 0;
    assertThat(OpCase.run(json(relu.formatted(Math.max(x, 0), dx)))).allMatch(Check::passes);
    assertThat(OpCase.run(json(relu.formatted(Math.max(x, 0) + 1, dx))))
        .extracting(Check::quantity)
        .contains("attributes that no layer has: slope");
  }

  /** Of two classes, by the logistic function. */
  @ParameterizedTest
  @CsvSource({"mean,1", "sum,2"})
  void aLossIsTheMeanOrTheSum(String reduction, int factor) throws IOException {
    float[] x = GoldenValues.input("x", 4);
    double loss = 0;
    var gradient = new StringJoiner(",");
    for (int i = 0; i < 2; i++) {
      double first = 1 / (1 + Math.exp((double) x[2 * i + 1] - x[2 * i]));
      loss -= Math.log(first) * factor / 2;
      gradient.add((first - 1) * factor / 2 + "," + (1 - first) * factor / 2);
    }
    JsonNode golden =
        json(
            ("{'op': 'softmax_cross_entropy', 'attributes': {'reduction': '%s'}, 'labels': [0, 0],"
                    + " 'inputs': {'x': {'shape': [2, 2]}}, 'output': {'data': [%s]},"
                    + " 'grad': {'x': {'data': [%s]}}}")
                .formatted(reduction, loss, gradient));
    assertThat(OpCase.run(golden)).isNotEmpty().allMatch(Check::passes);
  }

  @Test
  void operationsAreComputedInBfloat16TooWhereTheProcessorHasIt() throws IOException {
    JsonNode golden = new ObjectMapper().readTree(own().resolve("add_two.json").toFile());
    boolean has = NativeInfo.load().precisions().contains(Precision.BF16);
    assertThat(OpCase.run(golden).stream().filter(c -> c.quantity().startsWith("bf16 ")))
        .hasSize(has ? 3 : 0)
        .allMatch(check -> check.tolerance() == 3e-2);
  }

  @ParameterizedTest
  @CsvSource({"-1,first of grad small", "0,norm of grad small"})
  void aSmallTensorOfTheWrongSignOrOfZeroFails(float factor, String failed) throws IOException {
    JsonNode step =
        json(
            "{'grad_norm': {'large': 5000, 'small': 5},"
                + " 'grad_head': {'large': [3000, 4000], 'small': [3, 4]}}");
    var large = new Tensor(List.of(2), new float[] {3000, 4000});
    var small = new Tensor(List.of(2), new float[] {3, 4});
    var checks = new ArrayList<Check>();
    ModelCase.gradients(step, Map.of("large", large, "small", small), checks);
    assertThat(checks).allMatch(Check::passes);
    checks.clear();
    small = new Tensor(List.of(2), new float[] {3 * factor, 4 * factor});
    ModelCase.gradients(step, Map.of("large", large, "small", small), checks);
    assertThat(checks)
        .filteredOn(check -> !check.passes())
        .extracting(Check::quantity)
        .contains(failed);
  }

  /** As that of a bias before a batch norm, which float32 does not get to zero. */
  @Test
  void aGradientThatIsZeroButForRoundingPasses() throws IOException {
    JsonNode step =
        json(
            "{'grad_norm': {'large': 5000, 'small': 1e-14},"
                + " 'grad_head': {'large': [3000, 4000], 'small': [1e-15, 0]}}");
    var large = new Tensor(List.of(2), new float[] {3000, 4000});
    var small = new Tensor(List.of(2), new float[] {-1e-3f, 2e-3f});
    var checks = new ArrayList<Check>();
    ModelCase.gradients(step, Map.of("large", large, "small", small), checks);
    assertThat(checks).hasSize(6).allMatch(Check::passes);
  }

  /** A small bias that rounding moves passes, one that was not trained does not. */
  @ParameterizedTest
  @CsvSource({"1,1,", "1,1.3,", "1,0,final norm of bias", "1.1,1,final norms"})
  void normsAfterATrajectoryAreHeldTogetherAndEachByItself(
      float weightFactor, float biasFactor, String failed) throws IOException {
    var weight = new Tensor(List.of(2), new float[] {3000 * weightFactor, 4000 * weightFactor});
    var bias = new Tensor(List.of(1), new float[] {5 * biasFactor});
    var checks = new ArrayList<Check>();
    TrajectoryCase.norms(
        json("{'weight': 5000, 'bias': 5}"),
        new Weights(Map.of("weight", weight, "bias", bias)),
        checks);
    assertThat(checks)
        .filteredOn(check -> !check.passes())
        .extracting(Check::quantity)
        .isEqualTo(failed == null ? List.of() : List.of(failed));
  }

  @Test
  void linkedFoldersAreLookedInto() throws IOException {
    Path cases = Files.createDirectories(folder.resolve("elsewhere"));
    Files.writeString(cases.resolve("case.json"), "{}");
    Files.createSymbolicLink(folder.resolve("link"), cases);
    assertThat(Golden.cases(folder.resolve("link"))).hasSize(1);
    Path mixed = Files.createDirectories(folder.resolve("mixed"));
    Files.createSymbolicLink(mixed.resolve("models"), cases);
    assertThat(Golden.cases(mixed)).hasSize(1);
  }

  @Test
  void anEmptyFolderSaysSoInOneLine() {
    var out = new StringWriter();
    assertThat(Golden.run(folder, new PrintWriter(out))).isFalse();
    assertThat(out.toString().lines())
        .containsExactly(
            "golden: no case (*.json) below " + folder + "; name a folder in GOLDEN_DIR");
  }
}
