package recap.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TableViewTest {
  @Test
  void nameAndCellsAreEscapedInHtmlAndPlainInText() {
    var view = new TableView(Table.create("R&D", StringColumn.create("arm", "<b>")));
    assertThat(view.toHtml()).startsWith("<p><b>R&amp;D</b></p>").contains(">&lt;b&gt;</td>");
    assertThat(view.toText()).isEqualTo("R&D\narm\n---\n<b>\n");
  }

  @Test
  void longTableShowsBothEndsAndSaysSo() {
    int[] values = IntStream.range(0, 100).toArray();
    var table = Table.create("epochs", IntColumn.create("n", values));
    String html = new TableView(table).toHtml();
    assertThat(html).contains("epochs (first and last 30 of 100 rows)");
    assertThat(html).contains(">29<", ">70<").doesNotContain(">30<", ">69<");
    assertThat(table.rowCount()).isEqualTo(100);
  }
}
