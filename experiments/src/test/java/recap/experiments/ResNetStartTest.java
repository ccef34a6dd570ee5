package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static recap.experiments.record.Records.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import recap.data.Synthetic;
import recap.experiments.ResNetStart.Start;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.Scale;
import recap.nn.Shape;
import recap.nn.Weights;
import recap.report.Tables;
import recap.train.Training;
import recap.zoo.CifarResNet;

class ResNetStartTest {
  private static Training training(Start start) {
    var network = CifarResNet.resnet(8, Shape.image(3, 32, 32), 10);
    var recipe = Degradation.recipe(network, Synthetic.load(1, 256, 64), 1000, 10);
    return start.of(recipe, 200);
  }

  private static Weights weights(Start start) {
    Training training = training(start);
    return training.initializer().initialize(training.network(), 1);
  }

  /** The names of the tensors that start otherwise than with scales of 1. */
  private static List<String> changed(Start start) {
    Weights unit = weights(Start.UNIT_SCALES);
    Weights other = weights(start);
    return unit.tensors().keySet().stream()
        .filter(name -> !Arrays.equals(unit.get(name).values(), other.get(name).values()))
        .toList();
  }

  @Test
  void aStartChangesOneThing() {
    assertThat(changed(Start.UNIFORM_SCALES)).hasSize(7).allMatch(name -> name.contains("bn"));
    assertThat(changed(Start.SMALL_CLASSIFIER)).containsExactly("fc.weight");
    assertThat(changed(Start.WARM_UP)).isEmpty();
    assertThat(training(Start.WARM_UP).schedule().rate(99)).isEqualTo(0.05);
    assertThat(training(Start.WARM_UP).schedule().rate(200)).isEqualTo(0.1);
    assertThat(training(Start.UNIT_SCALES).schedule().rate(0)).isEqualTo(0.1);
  }

  @Test
  void everyStartIsATrainingOfItsOwn() {
    assertThat(List.of(Start.values()).stream().map(ResNetStartTest::training).map(Training::id))
        .doesNotHaveDuplicates();
  }

  /** 55 batch norms, those of the first stage, 2 to 19, with {@code first}, the others with 1. */
  private static RunRecord run(Start start, long seed, double error, double first) {
    var values = new HashMap<String, Double>();
    for (int layer = 1; layer <= 55; layer++) {
      values.put(LayerProbe.key("end.response.", layer), layer > 1 && layer < 20 ? first : 1);
    }
    values.putAll(Map.of("train_loss", 2 * error, "test_error", error));
    return Records.of(
        spec("resnet-start", start.arm(), Scale.QUICK, seed),
        Status.FINISHED,
        new Point(600, 1.7, values));
  }

  private static List<RunRecord> runs(double gentle) {
    var records = new ArrayList<RunRecord>();
    for (long seed = 1; seed <= 3; seed++) {
      records.add(run(Start.UNIT_SCALES, seed, 0.7 + 0.01 * seed, 0.2));
      records.add(run(Start.UNIFORM_SCALES, seed, gentle + 0.011 * seed, 0.8));
    }
    return records;
  }

  private static Finding uniform(List<RunRecord> records) {
    return new ResNetStart()
        .conclude(Scale.QUICK, records).findings().stream()
            .filter(finding -> finding.claim().equals("start-uniform-scales"))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void theErrorDecidesAndTheResponsesStandBeside() {
    Finding finding = uniform(runs(0.5));
    assertThat(finding.verdict()).isEqualTo(Verdict.REPRODUCED);
    assertThat(finding.ours())
        .isEqualTo("scales from 0 to 1 52.20 (sd 1.10, N = 3), scales of 1 72.00 (sd 1.00, N = 3)");
    assertThat(finding.evidence())
        .contains("19.80 points lower")
        .contains(
            "scales from 0 to 1: at the end a training loss of 1.044 and responses of 0.80 in")
        .contains(
            "scales of 1: at the end a training loss of 1.440 and responses of 0.20 in the first");
    assertThat(uniform(runs(0.7)).verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
  }

  @Test
  void oneSeedIsHeldToTheChoiceOfImagesAndTheScatterOfOthers() {
    Finding finding = uniform(runs(0.5).subList(0, 2));
    assertThat(finding.verdict()).isEqualTo(Verdict.REPRODUCED);
    assertThat(finding.evidence()).contains("of 2000 images").contains("of one training each");
    assertThat(uniform(runs(0.69).subList(0, 2)).verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(uniform(runs(0.5).subList(0, 1)).evidence())
        .isEqualTo("needs both on CIFAR-10, under one protocol");
  }

  @Test
  void aStartThatDivergesIsNotProvedByItsOtherSeeds() {
    for (Start start : List.of(Start.UNIT_SCALES, Start.UNIFORM_SCALES)) {
      List<RunRecord> records = runs(0.5);
      var spec = spec("resnet-start", start.arm(), Scale.QUICK, 4);
      records.add(Records.of(spec, Status.DIVERGED));
      assertThat(uniform(records).verdict())
          .isEqualTo(start == Start.UNIT_SCALES ? Verdict.REPRODUCED : Verdict.UNDECIDED);
    }
  }

  @Test
  void tableAndChartsAreMadeOfTheRuns() {
    Conclusion conclusion = new ResNetStart().conclude(Scale.QUICK, runs(0.5));
    assertThat(conclusion.charts())
        .containsOnlyKeys("training-loss", "test-error", "layer-responses");
    assertThat(Tables.csv(conclusion.tables().get("ends")))
        .contains("unit-scales,1,1.42,71,0.2,1")
        .contains("uniform-scales,3,1.066,53.3,0.8,1");
  }

  /** It trains by degradation's recipe, on images of the same kind. */
  @ParameterizedTest
  @EnumSource
  void whatTheRecipeDoesOtherwiseIsNamed(Scale scale) {
    List<String> recipe = Degradation.recipeDeviations(scale, ResNetStart.testImages(scale));
    assertThat(new ResNetStart().deviations(scale)).containsAll(recipe);
    assertThat(new Degradation().deviations(scale)).containsAll(recipe);
    assertThat(recipe).anyMatch(line -> line.startsWith("Pixels are divided by 255"));
  }

  @Test
  void thePapersOwnImagesStandForNoOthers() {
    assertThat(new ResNetStart().deviations(Scale.PAPER))
        .noneMatch(line -> line.contains("stand for") || line.contains("test images"))
        .anyMatch(line -> line.contains("the paper's validation set, are left out"));
  }
}
