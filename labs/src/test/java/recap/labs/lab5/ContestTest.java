package recap.labs.lab5;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import recap.labs.check.Expectation.Mismatch;
import recap.nn.Conv2d;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;

class ContestTest {
  @Test
  void numbersHaveAPointInEveryLanguage() {
    Node wide = Node.input(Contest.IMAGE).then(Conv2d.of(512, 3).noBias());
    var network =
        Network.of("wide", wide.then(new GlobalAvgPool()).then(Linear.of(Contest.CLASSES)));
    Locale earlier = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(new Contest.Result(0.8125, 250_000))
          .hasToString("81.3 % accuracy with 250,000 MACs: 0.33 points a thousand MACs");
      assertThat(ContestRules.valid().mismatch(network))
          .contains(new Mismatch("at most 10,000 parameters", "18,954 parameters"));
    } finally {
      Locale.setDefault(earlier);
    }
  }
}
