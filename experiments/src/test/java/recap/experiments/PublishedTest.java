package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import recap.experiments.record.MetricsTable;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;
import recap.report.Tables;

/** Texts and tables under {@code results/} are what this code makes of the records beside them. */
class PublishedTest {
  private static final String REMEDY = "./recap plots writes them anew";

  static List<Experiment> experiments() {
    return Experiments.all();
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void textsAndTablesFollowFromTheRecords(Experiment experiment) throws IOException {
    for (Scale scale : List.of(Scale.QUICK, Scale.PAPER)) {
      var store = RunStore.at(Home.project().resolve("results"), experiment.id(), scale);
      List<RunRecord> records = store.complete();
      if (records.isEmpty()) {
        continue;
      }
      Conclusion conclusion = experiment.conclude(scale, records);
      String verdict = Publisher.verdict(experiment, scale, records, conclusion);
      assertThat(text(store, "verdict.md")).as(REMEDY).isEqualTo(verdict);
      assertThat(text(store, "claims.csv"))
          .as(REMEDY)
          .isEqualTo(Finding.csv(conclusion.findings()));
      assertThat(text(store, MetricsTable.FILE)).as(REMEDY).isEqualTo(MetricsTable.csv(records));
      for (var table : conclusion.tables().entrySet()) {
        assertThat(text(store, table.getKey() + ".csv"))
            .as(REMEDY)
            .isEqualTo(Tables.csv(table.getValue()));
      }
    }
  }

  private static String text(RunStore store, String name) throws IOException {
    Path file = store.folder().resolve(name);
    return Files.exists(file) ? Files.readString(file) : "";
  }
}
