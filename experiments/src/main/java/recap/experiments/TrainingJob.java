package recap.experiments;

import java.util.Map;
import recap.experiments.record.RunSpec;
import recap.experiments.record.Scale;
import recap.onednn.Precision;
import recap.train.Training;

/**
 * A run that trains a network.
 *
 * @param spec what its record is found by
 * @param training everything that determines its bits
 * @param probed whether the layers are looked at before and after ({@link LayerProbe})
 * @param weightsKept whether the final weights are kept beside the record, as at PAPER they are
 */
public record TrainingJob(RunSpec spec, Training training, boolean probed, boolean weightsKept) {
  /** The job of an arm; the training's seed and configuration become the run's. */
  static TrainingJob of(String experiment, String arm, Scale scale, Training training) {
    Map<String, Object> configuration = training.configuration();
    var spec = new RunSpec(experiment, arm, scale, training.seed(), configuration);
    return new TrainingJob(spec, training, false, scale == Scale.PAPER);
  }

  /** What a recorded training computes in. */
  static Precision precision(RunSpec spec) {
    return Precision.valueOf((String) spec.configuration().get("precision"));
  }

  /** The same with its weights kept, at whatever scale. */
  TrainingJob keepingWeights() {
    return new TrainingJob(spec, training, probed, true);
  }

  /** The same with its layers looked at. */
  TrainingJob withProbe() {
    return new TrainingJob(spec, training, true, weightsKept);
  }
}
