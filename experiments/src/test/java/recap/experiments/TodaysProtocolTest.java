package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.RunSpec;
import recap.experiments.record.Scale;

class TodaysProtocolTest {
  private final Experiment experiment = new AlexNetChoices();

  /** Of 20 epochs over 5000 images in batches of 128, but for {@code changed}. */
  private RunRecord run(String arm, long seed, Map<String, Object> changed) {
    var configuration = new HashMap<String, Object>();
    configuration.put("trainingSet", "CIFAR-10 train [0, 5000)");
    configuration.put("testSet", "CIFAR-10 test [0, 5000)");
    configuration.put("batch", 128);
    configuration.put("iterations", 780);
    configuration.putAll(changed);
    var spec = new RunSpec(experiment.id(), arm, Scale.QUICK, seed, configuration);
    return Records.of(spec, Status.FINISHED);
  }

  private List<String> remarks(RunRecord... records) {
    return Publisher.remarks(experiment, Scale.QUICK, List.of(records));
  }

  @Test
  void recordsOfAnotherProtocolAreNamedAndStillToBeRun() {
    RunRecord today = run("plain", 1, Map.of());
    assertThat(remarks(today)).noneMatch(line -> line.contains("earlier protocol"));
    for (Map<String, Object> changed :
        List.<Map<String, Object>>of(
            Map.of("iterations", 390),
            Map.of("batch", 64),
            Map.of("trainingSet", "CIFAR-10 train"),
            Map.of("testSet", "CIFAR-10 test"))) {
      assertThat(remarks(today, run("plain", 2, changed)))
          .anyMatch(line -> line.endsWith("than are said here: plain (seed 2)."))
          .anyMatch(line -> line.contains("still to be run are plain (seeds 2, 3, 4, 5), "));
    }
  }

  /** What PAPER's records are called, whose images need not be there. */
  @Test
  void wholeSetsAreCalledByTheirNames() {
    assertThat(experiment.protocol(Scale.PAPER, "plain"))
        .containsEntry("trainingSet", "CIFAR-10 train")
        .containsEntry("testSet", "CIFAR-10 test")
        .containsEntry("iterations", 60 * 390);
  }
}
