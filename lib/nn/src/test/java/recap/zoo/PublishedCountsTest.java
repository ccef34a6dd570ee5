package recap.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import recap.account.Account;

/** Every count that a paper or a reference implementation states, against the account. */
class PublishedCountsTest {
  /** A row of published.csv; 0 percent means exactly. */
  record Published(String model, String quantity, long value, double withinPercent, String source) {
    static Published parse(String line) {
      String[] cells = line.split(",");
      return new Published(
          cells[0], cells[1], Long.parseLong(cells[2]), Double.parseDouble(cells[3]), cells[4]);
    }
  }

  static Stream<Published> rows() throws IOException {
    try (var in = PublishedCountsTest.class.getResourceAsStream("published.csv")) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      return lines.stream().skip(1).map(Published::parse);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void countedAsPublished(Published row) {
    var account = Account.of(Zoo.build(row.model()), 1);
    long ours = row.quantity().equals("macs") ? account.macs() : account.parameters();
    assertThat(ours)
        .as(row.toString())
        .isCloseTo(row.value(), withinPercentage(row.withinPercent()));
  }
}
