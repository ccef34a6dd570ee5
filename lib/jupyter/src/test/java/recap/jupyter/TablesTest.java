package recap.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TablesTest {
  @Test
  void cellsAreEscapedAndNumbersRightAligned() {
    var table =
        Table.create(
            "R&D", StringColumn.create("arm", "<b>"), IntColumn.create("n", new int[] {7}));
    assertThat(Tables.html(table))
        .isEqualTo(
            "<table><caption>R&amp;D</caption><thead><tr><th style=\"text-align:left\">arm</th>"
                + "<th style=\"text-align:right\">n</th></tr></thead><tbody><tr>"
                + "<td style=\"text-align:left\">&lt;b&gt;</td>"
                + "<td style=\"text-align:right\">7</td></tr></tbody></table>");
  }

  @Test
  void longTableShowsBothEndsAndSaysSo() {
    int[] values = IntStream.range(0, 100).toArray();
    String html = Tables.html(Table.create("epochs", IntColumn.create("n", values)));
    assertThat(html).contains("epochs (40 of 100 rows)").contains(">19<", ">…<", ">80<", ">99<");
    assertThat(html).doesNotContain(">20<", ">79<");
    assertThat(html.split("<tr>", -1)).hasSize(1 + 1 + Tables.SHOWN + 1);
  }

  @Test
  void missingValueIsAnEmptyCell() {
    var column = StringColumn.create("arm", 1);
    assertThat(Tables.html(Table.create("t", column)))
        .contains("<td style=\"text-align:left\"></td>");
  }
}
