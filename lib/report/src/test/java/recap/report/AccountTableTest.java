package recap.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import recap.account.Account;
import recap.zoo.Zoo;

class AccountTableTest {
  @Test
  void lastRowHoldsTheTotalsOfCifarResNet20() {
    var table = AccountTable.of(Account.of(Zoo.build("cifar_resnet20"), 1));
    var last = table.row(table.rowCount() - 1);
    assertThat(last.getString("name")).isEqualTo("total");
    assertThat(last.getLong("parameters")).isEqualTo(269_722);
    assertThat(last.getLong("macs")).isEqualTo(40_551_040);
  }

  @Test
  void rowsFollowTheNetwork() {
    var network = Zoo.build("cifar_resnet20");
    var table = AccountTable.of(Account.of(network, 8));
    assertThat(table.rowCount()).isEqualTo(network.nodes().size() + 1);
    assertThat(table.name()).isEqualTo("cifar_resnet20, batch 8");
    assertThat(Tables.csv(table))
        .startsWith(
            "name,kind,output,parameters,macs,operations,activation_bytes,saved_bytes,"
                + "receptive_field,stride\n"
                + "input,Input,3x32x32,0,0,0,98304,");
  }

  /** 46,656 values of 3x3 windows; a sample keeps 4 bytes a value and one for its maximum. */
  @Test
  void eachColumnHoldsItsOwnQuantity() {
    assertThat(Tables.csv(AccountTable.of(Account.of(Zoo.build("alexnet"), 2))).lines())
        .contains(
            "features.2,MaxPool,64x27x27,0,0,%d,%d,%d,19x19,8x8"
                .formatted(9 * 46_656, 2 * 4 * 46_656, 2 * 5 * 46_656));
  }
}
