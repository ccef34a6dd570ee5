package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord.Point;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.RunSpec;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;
import tech.tablesaw.api.Table;

class NotebookTest {
  @TempDir private Path results;

  /** Every network takes so long for an image. */
  private void save(Scale scale, double millis) {
    var values = new HashMap<String, Double>();
    ForwardTimes.networks(scale).keySet().forEach(name -> values.put(name + ".forward_ms", millis));
    String arm = "batch-1";
    var spec = new RunSpec("forward-time", arm, scale, 1, new ForwardTimes().protocol(scale, arm));
    RunStore.at(results, "forward-time", scale)
        .save(Records.of(spec, Status.FINISHED, new Point(1, 0, values)));
  }

  private Table times() {
    return Notebook.finished("forward-time", results).tables().get("forward-time");
  }

  @Test
  void thePapersRunsGoBeforeQuicksAndSmokeShowsNothing() {
    save(Scale.SMOKE, 1);
    assertThat(times().isEmpty()).isTrue();
    save(Scale.QUICK, 2);
    assertThat(times().doubleColumn("median_ms").asList()).hasSize(7).containsOnly(2.0);
    save(Scale.PAPER, 3);
    assertThat(times().doubleColumn("median_ms").asList()).hasSize(7).containsOnly(3.0);
  }
}
