package recap.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.io.StorageException;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TablesTest {
  @TempDir private Path folder;

  private static Table runs() {
    return Table.create("runs")
        .addColumns(
            StringColumn.create("run", "0123", "say \"a, b\""),
            LongColumn.create("epoch", 1, 20),
            DoubleColumn.create("error", 0.125, Double.NaN));
  }

  @Test
  void csvQuotesAndLeavesMissingValuesEmpty() {
    assertThat(Tables.csv(runs()))
        .isEqualTo("run,epoch,error\n0123,1,0.125\n\"say \"\"a, b\"\"\",20,\n");
  }

  @Test
  void whatIsWrittenReadsBack() {
    Path file = folder.resolve("results/runs.csv");
    Tables.write(runs(), file);
    Table read = Tables.read(file, "run");
    assertThat(read.column("run").type()).isEqualTo(ColumnType.STRING);
    assertThat(Tables.csv(read)).isEqualTo(Tables.csv(runs()));
  }

  @Test
  void textAlignsNumbersToTheRight() {
    assertThat(Tables.text(runs()))
        .isEqualTo(
            """
            run         epoch  error
            ----------  -----  -----
            0123            1  0.125
            say "a, b"     20
            """);
  }

  @Test
  void htmlEscapes() {
    Table table = Table.create("t").addColumns(StringColumn.create("a<b", "x & y"));
    assertThat(Tables.html(table)).contains("a&lt;b</th>").contains("x &amp; y</td>");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> Tables.read(folder.resolve("none.csv")))
        .isInstanceOf(StorageException.class)
        .hasMessageEndingWith(
            "none.csv: expected a readable file, found no such file or folder; run the command that"
                + " makes it.");
  }

  @Test
  void whatIsReadByPeopleIsRounded() {
    assertThat(Tables.rounded(63.74999999999999)).isEqualTo("63.75");
    assertThat(Tables.rounded(-40.080703272000015)).isEqualTo("-40.081");
    assertThat(Tables.rounded(3.0e-4)).isEqualTo("0.0003");
    assertThat(Tables.rounded(1_234_567.8)).isEqualTo("1234568");
    assertThat(Tables.rounded(100_000.4f)).isEqualTo("100000");
    assertThat(Tables.rounded(Double.NaN)).isEqualTo("NaN");
    assertThat(Tables.rounded(12L)).isEqualTo("12");
    assertThat(Tables.csv(Table.create(DoubleColumn.create("x", 63.74999999999999))))
        .isEqualTo("x\n63.74999999999999\n");
  }
}
