package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;
import recap.nn.Initializer;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Weights;

class FeaturesTest {
  private static List<RunRecord> runs(double... trained) {
    var runs = new ArrayList<RunRecord>();
    for (long seed = 1; seed <= 3; seed++) {
      Map<String, Double> values = new LinkedHashMap<>();
      for (int i = 0; i < trained.length; i++) {
        values.put("trained.conv" + (i + 1), trained[i] + 0.001 * seed);
        values.put("untrained.conv" + (i + 1), 0.3);
      }
      runs.add(
          Records.of(
              Records.spec("features", "responses", Scale.QUICK, seed),
              Status.FINISHED,
              new Point(0, 0, values)));
    }
    return runs;
  }

  private static Finding finding(List<RunRecord> runs) {
    return new Features().conclude(Scale.QUICK, runs).findings().get(0);
  }

  @Test
  void laterLayersHaveToKeepMoreToOneClass() {
    Finding rising = finding(runs(0.31, 0.40, 0.55));
    assertThat(rising.verdict()).isEqualTo(Verdict.REPRODUCED);
    assertThat(rising.ours())
        .isEqualTo(
            "conv1 31.2 (sd 0.1, N = 3), conv2 40.2 (sd 0.1, N = 3), conv3 55.2 (sd 0.1, N = 3)");
    assertThat(rising.evidence())
        .contains("for kinds of object it is counted how much a unit keeps to one class")
        .contains("of conv2 against conv1 9.00 points higher");
    var lost = Records.spec("features", "network", Scale.QUICK, 4);
    var more = new ArrayList<>(runs(0.31, 0.40, 0.55));
    more.add(Records.of(lost, Status.DIVERGED));
    assertThat(finding(more).verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(finding(runs(0.31, 0.50, 0.45)).verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    assertThat(finding(runs(0.21, 0.25, 0.29)).verdict()).isEqualTo(Verdict.NOT_REPRODUCED);
    assertThat(finding(List.of()).verdict()).isEqualTo(Verdict.NOT_RUN);
  }

  @Test
  void aRunLooksAtTheTrainedWeightsAndAtThoseOfTheBeginning(@TempDir Path results)
      throws InterruptedException {
    var experiment = new Features();
    RunStore store = RunStore.at(results, experiment.id(), Scale.SMOKE);
    experiment.run(SmokeTest.session(results, experiment, false, Progress.SILENT));
    RunRecord looked =
        store.complete().stream()
            .filter(run -> run.arm().equals(Features.RESPONSES))
            .findFirst()
            .orElseThrow();
    TrainingJob job = Features.job(Scale.SMOKE, 1);
    Network network = job.training().network();
    Weights after = TrainingRuns.kept(store, job, store.find(job.spec()).orElseThrow());
    Weights before = Initializer.he().initialize(network, 1);
    var trained = new LinkedHashMap<String, Double>();
    var untrained = new LinkedHashMap<String, Double>();
    for (Node layer : Features.convolutions(network)) {
      trained.put(layer.name(), Features.strongest(job.training(), layer, after).purity());
      untrained.put(layer.name(), Features.strongest(job.training(), layer, before).purity());
    }
    assertThat(trained).isNotEqualTo(untrained);
    trained.forEach(
        (layer, purity) -> assertThat(looked.last("trained." + layer)).isEqualTo(purity));
    untrained.forEach(
        (layer, purity) -> assertThat(looked.last("untrained." + layer)).isEqualTo(purity));
  }

  @Test
  void onlyTheNetworkIsTrainedAgainByVerify() {
    var experiment = new Features();
    RunRecord network =
        Records.of(Records.spec("features", "network", Scale.SMOKE, 2), Status.FINISHED);
    assertThat(experiment.job(network).orElseThrow().spec().seed()).isEqualTo(2);
    assertThat(experiment.job(runs(0.3).get(0))).isEmpty();
  }
}
