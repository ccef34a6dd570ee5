package recap.report;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import recap.account.Account;
import recap.account.Row;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** An account as a table. */
public final class AccountTable {
  /** What the last row is called. */
  public static final String TOTAL = "total";

  private AccountTable() {}

  /**
   * One row a layer in network order, then {@value #TOTAL}. Parameters, multiply-accumulates and
   * operations are those of one sample, bytes those of the batch in float32; the receptive field is
   * the part of the input that one output depends on, the stride the distance of two such parts.
   */
  public static Table of(Account account) {
    String name = account.network().name() + ", batch " + account.batch();
    return Table.create(
        name,
        text(account, "name", Row::name, TOTAL),
        text(account, "kind", Row::kind, ""),
        text(account, "output", row -> row.output().toString(), ""),
        number(account, "parameters", Row::parameters),
        number(account, "macs", Row::macs),
        number(account, "operations", Row::operations),
        number(account, "activation_bytes", Row::activationBytes),
        number(account, "saved_bytes", Row::savedBytes),
        text(account, "receptive_field", row -> row.receptiveField().toString(), ""),
        text(account, "stride", row -> row.stride().toString(), ""));
  }

  private static StringColumn text(
      Account account, String name, Function<Row, String> value, String last) {
    List<String> cells = account.rows().stream().map(value).toList();
    return StringColumn.create(name, cells).append(last);
  }

  private static LongColumn number(Account account, String name, ToLongFunction<Row> value) {
    long[] cells = account.rows().stream().mapToLong(value).toArray();
    return LongColumn.create(name, cells).append(account.total(value));
  }
}
