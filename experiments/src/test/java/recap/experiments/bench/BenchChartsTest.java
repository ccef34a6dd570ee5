package recap.experiments.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import recap.io.StorageException;

class BenchChartsTest {
  private static final String HEADER = String.join(",", BenchTables.races(List.of()).columnNames());
  private static final String ROW = "lenet5,f32,train,4,1.5,1.6,,,0.938,,2666.7,9.1,100,0,0.5";

  @TempDir private Path folder;
  private Path chart;

  private void write(String... lines) throws IOException {
    Files.writeString(folder.resolve("bench.csv"), String.join("\n", lines) + "\n");
  }

  @BeforeEach
  void earlier() throws IOException {
    Conditions.current(folder, "recap bench", 3, 1).write(folder.resolve("machine.json"));
    chart = Files.writeString(folder.resolve("infer_f32.svg"), "earlier");
    Files.writeString(folder.resolve("infer_f32.png"), "earlier");
  }

  @Test
  void whatIsMeasuredIsDrawnAndWhatIsNotIsDeleted() throws IOException {
    write(HEADER, ROW);
    assertThat(BenchCharts.draw(folder)).isTrue();
    assertThat(folder.resolve("train_f32.svg")).content().contains("<path ");
    assertThat(chart).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lenet5,f32,sleep,4,1.5,1.6,,,0.938,,2666.7,9.1,100,0,0.5",
        "lenet5,f64,train,4,1.5,1.6,,,0.938,,2666.7,9.1,100,0,0.5",
        "lenet5,f32,train,four,1.5,1.6,,,0.938,,2666.7,9.1,100,0,0.5",
        "lenet5,f32,train,4,1.5,1.6,,,most,,2666.7,9.1,100,0,0.5",
      })
  void otherRowsAreRefusedAndTheChartsStay(String row) throws IOException {
    write(HEADER, row);
    assertRefused(folder.resolve("bench.csv"));
  }

  @Test
  void otherColumnsAreRefusedAndTheChartsStay() throws IOException {
    write("network,precision", "lenet5,f32");
    assertRefused(folder.resolve("bench.csv"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "{\"rounds\" : 3"})
  void otherConditionsAreRefusedAndTheChartsStay(String json) throws IOException {
    write(HEADER, ROW);
    Files.writeString(folder.resolve("machine.json"), json);
    assertRefused(folder.resolve("machine.json"));
  }

  @Test
  void conditionsThatCannotBeDeletedAreNamedAndTheTablesStay() throws IOException {
    Path file = folder.resolve("in-the-way.json");
    Files.createDirectories(file.resolve("folder"));
    var tables = new AtomicBoolean();
    Conditions conditions = Conditions.current(folder, "recap bench", 3, 1);
    assertThatThrownBy(() -> conditions.writeAfter(() -> tables.set(true), file))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith(file + ": expected to delete it, found a folder that is not empty");
    assertThat(tables).isFalse();
  }

  private void assertRefused(Path file) {
    assertThatThrownBy(() -> BenchCharts.draw(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + ": expected ")
        .hasMessageContaining("./recap bench");
    assertThat(chart).hasContent("earlier");
  }
}
