package recap.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Names and shapes of all tensors are those of torchvision's state_dict, as {@code
 * tests/make_torchvision_names.py} wrote them down.
 */
class TorchvisionNamesTest {
  /** A row of torchvision.csv. */
  record Model(String name, int tensors, String sha256) {
    static Model parse(String line) {
      String[] cells = line.split(",");
      return new Model(cells[0], Integer.parseInt(cells[1]), cells[2]);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Model> models() throws IOException {
    try (var in = TorchvisionNamesTest.class.getResourceAsStream("torchvision.csv")) {
      String rows = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return rows.lines().skip(1).map(Model::parse);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void tensorsAreNamedAndShapedAsInTorchvision(Model model) throws NoSuchAlgorithmException {
    var tensors = Zoo.build(model.name()).parameters();
    String lines =
        tensors.entrySet().stream()
            .map(tensor -> tensor.getKey() + " " + tensor.getValue().shape() + "\n")
            .sorted()
            .collect(Collectors.joining());
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.UTF_8));
    assertThat(tensors).hasSize(model.tensors());
    assertThat(HexFormat.of().formatHex(hash)).as("of%n%s", lines).isEqualTo(model.sha256());
  }

  @Test
  void theTableHasEveryFormThatTorchvisionHas() throws IOException {
    assertThat(models()).hasSize(27);
  }
}
