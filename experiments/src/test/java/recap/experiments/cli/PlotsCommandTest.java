package recap.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;

class PlotsCommandTest {
  private final StringWriter out = new StringWriter();

  /** A run that was begun anew and broken off. */
  @Test
  void withoutACompleteRunWhatWasDrawnGoesAndTheRecordsStay(@TempDir Path results)
      throws IOException {
    var store = RunStore.at(results, "relu-vs-tanh", Scale.QUICK);
    var spec = Records.spec("relu-vs-tanh", "today-relu", Scale.QUICK, 1);
    Path record = store.save(Records.of(spec, Status.INTERRUPTED));
    Path beside = Files.writeString(record.resolveSibling("kept.csv"), "kept");
    for (String name : List.of("rates.csv", "error.svg", "error.png", "verdict.md")) {
      store.write(name, "earlier");
    }
    assertThat(PlotsCommand.draw(results, new PrintWriter(out))).isZero();
    assertThat(store.folder()).isDirectoryNotContaining(Files::isRegularFile);
    assertThat(record).exists();
    assertThat(beside).exists();
    assertThat(out.toString())
        .isEqualTo(
            store.folder()
                + ": no complete run; what was drawn of earlier ones is gone"
                + System.lineSeparator());
  }

  @Test
  void whereNothingIsNothingIsSaid(@TempDir Path results) {
    assertThat(PlotsCommand.draw(results.resolve("none"), new PrintWriter(out))).isZero();
    assertThat(out.toString()).isEmpty();
  }
}
