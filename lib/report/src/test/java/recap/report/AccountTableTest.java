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
}
