package recap.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchCommandTest {
  private static final String HEADER =
      "network,precision,mode,batch,ours_ms,floor_ms,peer,peer_ms,ours_over_floor,peer_over_ours,"
          + "images_per_second,gflops,peak_rss_mb,reorders,outside_primitives_percent";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine recap =
      Recap.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--networks|cifar_resnet|cifar_resnet",
        "--networks|lenet5:0|expected NAME or NAME:BATCH",
        "--rounds|0|--rounds: expected at least 1, received 0; raise it",
        "--rounds|2147483647|--rounds: expected at most 100000, received 2147483647; lower it",
        "--threads|0|--threads: expected from 1 to 512, received 0; leave it out",
        "--threads|1000|--threads: expected from 1 to 512, received 1000; leave it out",
        "--output|pom.xml|--output: expected a folder, received the file pom.xml; name another",
        "--mode|tain|expected one of [TRAIN, INFER] (case-insensitive) but was 'tain'",
        "--precision|f64|expected one of [F32, BF16] (case-insensitive) but was 'f64'",
      })
  void wrongUsageIsOneLineAndCode2(String option, String value, String message) {
    assertThat(recap.execute("bench", option, value)).isEqualTo(2);
    assertThat(err.toString()).startsWith("recap: ").contains(message).doesNotContain("\tat ");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--busy --feeding|expected one of --feeding, --busy and --profile, received several",
        "--busy --peers=djl|--peers: expected a race of steps, received --feeding, --busy or",
        "--profile --networks lenet5:1|--rounds: expected sides that take turns, received --profile",
        "--busy --mode infer|--mode: expected training steps among what is measured",
        "--feeding --networks lenet5:1|--networks: expected one that takes 3x32x32, received none",
      })
  void nothingToMeasureLeavesTheEarlierTableAlone(
      String options, String message, @TempDir Path folder) throws IOException {
    Path busy = Files.writeString(folder.resolve("busy.csv"), "earlier");
    Path feeding = Files.writeString(folder.resolve("feeding.csv"), "earlier");
    String[] arguments =
        ("bench --rounds 1 --precision f32 " + options + " --output " + folder).split(" ");
    assertThat(recap.execute(arguments)).isEqualTo(2);
    assertThat(err.toString()).contains(message);
    assertThat(busy).hasContent("earlier");
    assertThat(feeding).hasContent("earlier");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamedBeforeAnythingIsMeasured() {
    String arguments =
        "bench --networks lenet5:1 --mode infer --rounds 1 --output /proc/none/bench";
    assertThat(recap.execute(arguments.split(" "))).isEqualTo(1);
    assertThat(err.toString()).startsWith("recap: /proc/none/bench: expected to write it, found");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void whatEndsAmongItsTablesLeavesNoConditionsOfAnEarlierMachine(@TempDir Path folder)
      throws IOException {
    Path conditions = Files.writeString(folder.resolve("machine.json"), "earlier");
    Files.createDirectories(folder.resolve("sides.csv/in-the-way"));
    String arguments =
        "bench --networks lenet5:1 --mode infer --precision f32 --rounds 1 --threads 1 --output ";
    assertThat(recap.execute((arguments + folder).split(" "))).isEqualTo(1);
    assertThat(err.toString()).contains("sides.csv: expected to write it, found");
    assertThat(folder.resolve("bench.csv")).isNotEmptyFile();
    assertThat(conditions).doesNotExist();
  }

  @Test
  void smallBenchmarkPrintsAndWritesEveryColumn(@TempDir Path folder) throws IOException {
    int code =
        recap.execute(
            ("bench --networks alexnet4_relu:4 --mode infer --precision f32 --rounds 1"
                    + " --threads 1 --format csv --output "
                    + folder)
                .split(" "));
    assertThat(err.toString()).contains("1 of 1: alexnet4_relu infer f32 batch 4; about ");
    assertThat(code).isZero();
    String csv = Files.readString(folder.resolve("bench.csv"));
    assertThat(out.toString()).isEqualTo(csv);
    String[] lines = csv.split("\n");
    assertThat(lines[0]).isEqualTo(HEADER);
    assertThat(lines[1])
        .matches(
            "alexnet4_relu,f32,infer,4,[\\d.]+,[\\d.]+,,,[\\d.]+,,[\\d.]+,[\\d.]+,\\d+,\\d+,[\\d.]+");
    assertThat(lines).hasSize(2);
    assertThat(folder.resolve("sides.csv")).content().contains("onednn-floor,1,");
    assertThat(folder.resolve("machine.json"))
        .content()
        .contains("\"threads\" : 1")
        .contains("\"recap bench --networks");
    assertThat(folder.resolve("infer_f32.svg")).isNotEmptyFile();
  }

  /** A batch of a million has an input that no Java array holds. */
  @ParameterizedTest
  @CsvSource({
    "--mode infer --rounds 1,bench.csv",
    "--busy --rounds 1,busy.csv",
    "--feeding --rounds 1,feeding.csv",
    "--profile,profile.csv"
  })
  void whatCannotStartIsLeftOutAndTheRestMeasured(String option, String file, @TempDir Path folder)
      throws IOException {
    int code =
        recap.execute(
            ("bench --networks alexnet4_relu:999999,alexnet4_relu:2 --precision f32"
                    + " --threads 1 --format csv --output "
                    + folder
                    + " "
                    + option)
                .split(" "));
    assertThat(code).isEqualTo(1);
    assertThat(err.toString())
        .containsPattern("alexnet4_relu (train|infer) f32 batch 999999 is left out");
    assertThat(folder.resolve(file)).content().isEqualTo(out.toString());
    assertThat(out.toString()).contains("\nalexnet4_relu,f32,").contains(",2,");
  }

  @Test
  void feedingComparesThreeWaysOnTheSameNetwork(@TempDir Path folder) {
    int code =
        recap.execute(
            ("bench --feeding --networks alexnet4_relu:4,vgg16:1 --precision f32 --rounds 1"
                    + " --format csv --output "
                    + folder)
                .split(" "));
    assertThat(code).isZero();
    assertThat(err.toString())
        .contains("vgg16 train f32 batch 1: skipped, its input is no CIFAR image");
    String[] lines = out.toString().split("\n");
    assertThat(lines[0])
        .isEqualTo(
            "network,precision,batch,data,threads,fixed_ms,inline_ms,prefetch_ms,"
                + "inline_over_fixed,prefetch_over_fixed");
    assertThat(lines[1]).startsWith("alexnet4_relu,f32,4,");
    assertThat(lines).hasSize(2);
    assertThat(folder.resolve("feeding.csv")).content().isEqualTo(out.toString());
  }

  @Test
  void aBusyNeighbourIsMeasuredForEveryNumberOfSpins(@TempDir Path folder) {
    int code =
        recap.execute(
            ("bench --busy --networks lenet5:2 --precision f32 --rounds 1 --threads 1"
                    + " --format csv --output "
                    + folder)
                .split(" "));
    assertThat(code).isZero();
    assertThat(out.toString().lines())
        .hasSize(7)
        .first()
        .isEqualTo("network,precision,batch,spins,quiet_ms,busy_ms,busy_over_quiet");
    assertThat(out.toString().lines()).anyMatch(line -> line.startsWith("lenet5,f32,2,0,"));
    assertThat(folder.resolve("busy.csv")).content().isEqualTo(out.toString());
  }

  @Test
  void theFlightRecorderSeesPrimitivesAndNoAllocation(@TempDir Path parent) {
    Path folder = parent.resolve("made-on-the-way");
    int code =
        recap.execute(
            ("bench --profile --networks alexnet4_relu:4 --mode train --precision f32"
                    + " --format csv --output "
                    + folder)
                .split(" "));
    assertThat(code).isZero();
    String[] lines = out.toString().split("\n");
    assertThat(lines[0])
        .isEqualTo(
            "network,precision,mode,batch,steps,step_ms,samples,outside,outside_percent,"
                + "allocation_events");
    assertThat(lines[1]).matches("alexnet4_relu,f32,train,4,100,[\\d.]+,\\d{2,},\\d+,[\\d.]+,0");
    assertThat(folder.resolve("alexnet4_relu_train_f32_batch_4.jfr")).isNotEmptyFile();
    assertThat(folder.resolve("profile.json")).content().contains("\"rounds\" : 1,");
  }
}
