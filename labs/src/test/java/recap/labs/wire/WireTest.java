package recap.labs.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.account.Account;
import recap.labs.check.Answer;
import recap.nn.AdaptiveAvgPool;
import recap.nn.Extent;
import recap.nn.JavaLayer;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.Shape;
import recap.zoo.Zoo;

/** What goes over the wire arrives as it was sent, and nothing else gets in. */
class WireTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @Test
  void plainValuesKeepTheirTypeAndTheirBits() throws IOException {
    var sent = new ArrayList<Object>();
    sent.addAll(List.of(1, 2L, 0.1, true, "a\n\"b\""));
    sent.add(List.of(List.of(1), Map.of("k", -0.0)));
    assertThat(sentAndReceived(sent)).isEqualTo(sent);
    assertThat(sentAndReceived(new int[] {-1, 7})).isEqualTo(new int[] {-1, 7});
    float[] floats = {0.1f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE};
    assertThat(sentAndReceived(floats)).isEqualTo(floats);
    double[] doubles = {Math.PI, Double.POSITIVE_INFINITY};
    assertThat(sentAndReceived(doubles)).isEqualTo(doubles);
  }

  @Test
  void networksAreWiredAnewWithTheSameAccount() throws IOException {
    for (String name : List.of("resnet18", "googlenet", "densenet121", "cifar_se_resnet20")) {
      Network sent = Zoo.build(name);
      Network received = (Network) sentAndReceived(sent);
      assertThat(Account.of(received, 1).rows()).isEqualTo(Account.of(sent, 1).rows());
      assertThat(received.outputs()).hasSameSizeAs(sent.outputs());
    }
  }

  @Test
  void everyLayerOfTheLibraryCanBeSent() throws IOException {
    var names = new ArrayList<String>();
    var files = ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null);
    try (files) {
      var kinds = EnumSet.of(JavaFileObject.Kind.CLASS);
      String library = Op.class.getPackageName();
      for (var file : files.list(StandardLocation.CLASS_PATH, library, kinds, false)) {
        names.add(files.inferBinaryName(StandardLocation.CLASS_PATH, file));
      }
    }
    assertThat(names)
        .<Class<?>>map(WireTest::named)
        .filteredOn(type -> type.isRecord() && Op.class.isAssignableFrom(type))
        .containsExactlyInAnyOrderElementsOf(NetworkCodec.KINDS.values());
    var pooled = Node.input(3, 7, 5).then(new AdaptiveAvgPool(new Extent(2, 3)));
    Network received = (Network) sentAndReceived(Network.of("pooled", pooled));
    assertThat(received.outputs().get(0).shape()).isEqualTo(pooled.shape());
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void onlyTheLibrarysLayersAreTaken() {
    var own =
        new JavaLayer() {
          @Override
          public void forward(Shape shape, int batch, float[] x, float[] y) {
            System.arraycopy(x, 0, y, 0, y.length);
          }

          @Override
          public void backward(
              Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {
            System.arraycopy(dy, 0, dx, 0, dx.length);
          }
        };
    Network network = Network.of("own", Node.input(1, 2, 2).then("own", own));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ValueCodec.encode(network))
        .withMessageContaining("expected a network of the library's layers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decode("{'network': {'nodes': [{'name': 'x', 'kind': 'Runtime'}]}}"))
        .withMessageContaining("received \"Runtime\"");
  }

  @Test
  void nonsenseIsRefused() {
    for (String json :
        List.of(
            "{}",
            "[]",
            "3",
            "{'bytes': [1]}",
            "{'network': {'nodes': [{'kind': 'Add', 'inputs': [9]}]}}",
            "{'network': {'nodes': [{'name': 'c', 'kind': 'Conv2d', 'settings': {'a': 1}}]}}",
            "{'network': {}}")) {
      assertThatThrownBy(() -> decode(json)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ValueCodec.encode(Thread.currentThread()))
        .withMessageContaining("received a Thread; return one of these.");
  }

  @Test
  void anAnswerArrivesAsAValueAsNothingOrAsWhatWasThrown() {
    assertThat(ValueCodec.sent(new Answer(3, null))).isEqualTo(new Answer(3, null));
    assertThat(ValueCodec.sent(new Answer(null, null))).isEqualTo(new Answer(null, null));
    var thrown = new Answer(null, "an exception");
    assertThat(ValueCodec.sent(thrown)).isEqualTo(thrown);
    assertThat(ValueCodec.answer(new JsonMapper().createObjectNode()).thrown()).isNotBlank();
  }

  @Test
  void linesEndWhereTheyShould(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("said"), "{\"a\": 1}\nnonsense\n{\"cut");
    try (var lines = new Lines(Files.newByteChannel(file))) {
      assertThat(lines.read().path("a").intValue()).isEqualTo(1);
      assertThatThrownBy(lines::read).hasMessageContaining("expected a line of JSON");
      assertThatThrownBy(lines::read).isInstanceOf(EOFException.class);
    }
  }

  private static Object sentAndReceived(Object value) throws IOException {
    return ValueCodec.decode(MAPPER.readTree(ValueCodec.encode(value).toString()));
  }

  private static Object decode(String json) throws IOException {
    JsonNode node = MAPPER.readTree(json.replace('\'', '"'));
    return ValueCodec.decode(node);
  }
}
