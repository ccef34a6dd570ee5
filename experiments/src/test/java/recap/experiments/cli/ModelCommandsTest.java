package recap.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.report.Tables;
import tech.tablesaw.api.Table;

class ModelCommandsTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int recap(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Recap.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void summaryEndsInTheTotal() {
    assertThat(recap("summary", "cifar_resnet20", "--format", "csv")).isZero();
    Table table = Tables.parse("summary", out.toString(), "name");
    assertThat(table.columnNames())
        .containsExactly(
            "name",
            "kind",
            "output",
            "parameters",
            "macs",
            "operations",
            "activation_bytes",
            "saved_bytes",
            "receptive_field",
            "stride");
    int last = table.rowCount() - 1;
    assertThat(table.stringColumn("name").get(last)).isEqualTo("total");
    assertThat(table.longColumn("parameters").get(last)).isEqualTo(269_722);
    assertThat(table.longColumn("macs").get(last)).isEqualTo(40_551_040);
  }

  @Test
  void batchScalesBytesAndInputChangesShapes() throws IOException {
    recap("summary", "alexnet", "--input", "3x227x227", "--batch", "2", "--format", "json");
    JsonNode summary = new ObjectMapper().readTree(out.toString());
    assertThat(summary.get("batch").asInt()).isEqualTo(2);
    JsonNode conv1 = summary.get("layers").get(1);
    assertThat(conv1.get("output").asText()).isEqualTo("64x56x56");
    assertThat(conv1.get("activation_bytes").asLong()).isEqualTo(2L * 4 * 200_704);
    assertThat(summary.get("total").get("name").asText()).isEqualTo("total");
  }

  @Test
  void summaryTableNamesSharesFirst() {
    assertThat(recap("summary", "vgg16")).isZero();
    assertThat(out.toString())
        .startsWith("vgg16: input 3x224x224, batch 1, depth 16")
        .contains("MACs:        convolutions 99.2 %, linear layers 0.8 %");
    assertThat(out.toString().strip().lines().reduce((a, b) -> b).orElseThrow())
        .startsWith("total ")
        .contains("138357544  15470264320");
  }

  @Test
  void wrongUsageIsToldWithItsRemedy() {
    assertThat(recap("summary", "resnet5")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("recap: model: expected a known model, received 'resnet5'; did you mean ")
        .contains("resnet50");
    assertThat(recap("summary", "alexnet", "--batch", "0")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("recap: --batch: expected at least 1, received 0; raise it");
    assertThat(recap("summary", "alexnet", "--input", "224")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("recap: --input: expected CxHxW such as 3x224x224, received '224'; give");
    assertThat(recap("summary", "alexnet", "--input", "3x999999x999999")).isEqualTo(2);
    assertThat(recap("summary", "alexnet", "--input", "3x30x30")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("recap: features.")
        .contains("use a larger input, a smaller kernel or more padding");
    assertThat(recap("summary", "alexnet", "--input", "3x0x0")).isEqualTo(2);
    assertThat(err.toString()).contains("sizes of at least 1");
    assertThat(recap("summary", "alexnet", "--format", "xml")).isEqualTo(2);
    assertThat(err.toString()).contains("xml");
    assertThat(recap("summary")).isEqualTo(2);
  }

  @Test
  void compareWritesTableAndChart() {
    String output = folder.toString();
    assertThat(recap("compare", "alexnet", "cifar_resnet20", "--format", "csv", "-o", output))
        .isZero();
    assertThat(out.toString())
        .contains("alexnet,3x224x224,56.522,61100840,714188480,")
        .contains("cifar_resnet20,3x32x32,,269722,40551040,");
    assertThat(err.toString()).contains("no published ImageNet accuracy for cifar_resnet20");
    assertThat(folder.resolve("accuracy.svg")).content().contains("<title>Published accuracy");
    assertThat(folder.resolve("accuracy.png")).isNotEmptyFile();
    assertThat(recap("compare", "alexnet", "resnetx")).isEqualTo(2);
    assertThat(err.toString()).contains("received 'resnetx'");
  }

  @Test
  void compareMeasuresTheTimeIfAsked() {
    String output = folder.toString();
    assertThat(recap("compare", "cifar_resnet20", "--time", "--format", "csv", "-o", output))
        .isZero();
    Table table = Tables.parse("comparison", out.toString(), "model", "input");
    assertThat(table.doubleColumn("milliseconds").get(0)).isPositive();
    assertThat(folder.resolve("time.svg")).content().contains("<title>Measured forward time");
    assertThat(err.toString()).contains("wrote " + folder.resolve("time.svg"));
  }

  @Test
  void diagramWritesAnSvg() {
    Path file = folder.resolve("pictures/resnet20.svg");
    assertThat(recap("diagram", "cifar_resnet20", "-o", file.toString())).isZero();
    assertThat(file).content().contains("<title>cifar_resnet20</title>").contains("layer1.0");
    Path expanded = folder.resolve("expanded.svg");
    assertThat(recap("diagram", "cifar_resnet20", "-o", expanded.toString(), "--expand")).isZero();
    assertThat(expanded).content().contains("layer1.0.conv1");
    assertThat(recap("diagram", "cifar_resnet20")).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required option");
    assertThat(recap("diagram", "cifar_resnet21", "-o", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("a depth of 6n + 2, received 21");
  }

  @Test
  void diagramRefusesAFileThatWouldNotBeWhatItsNameSays() {
    for (String name : List.of("lenet5.png", "-")) {
      assertThat(recap("diagram", "lenet5", "-o", name)).isEqualTo(2);
      assertThat(err.toString())
          .contains(
              "recap: --output: expected a file's name that ends in .svg, received '%s'; no other"
                      .formatted(name)
                  + " format is drawn");
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    assertThat(recap("diagram", "alexnet", "-o", "/proc/none/alexnet.svg")).isEqualTo(1);
    assertThat(err.toString()).contains("alexnet.svg: expected to write it, found");
  }

  @Test
  void claimsPrintsEveryClaimOnce() {
    assertThat(recap("claims", "--format", "csv", "--results", folder.toString())).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(95);
    assertThat(lines.get(0)).isEqualTo("id,claimed,ours,unit,verdict,evidence");
    assertThat(lines.get(1)).startsWith("lenet-flatten,2450,2450,features,reproduced,");
    assertThat(recap("claims", "--results", folder.toString())).isZero();
    assertThat(out.toString())
        .contains(
            "94 claims: 54 reproduced, 9 corrected, 0 not reproduced, 0 undecided, 26 not run");
  }
}
