package recap.experiments;

import java.util.List;
import java.util.Map;
import recap.experiments.record.RunRecord;
import recap.experiments.record.Scale;

/**
 * What an experiment's protocol decides of its runs, in the words of their configurations, such as
 * images, batch and length of a training. It needs no images, so that records can be held to it
 * wherever they are read; {@link Verification} compares all settings.
 */
final class TodaysProtocol {
  private TodaysProtocol() {}

  /** Of a training on {@link Datasets#first} for so many epochs. */
  static Map<String, Object> ofEpochs(
      Scale scale, int trainImages, int testImages, int batch, int epochs) {
    int size = Budget.batch(batch, trainImages);
    return of(scale, trainImages, testImages, batch, epochs * (trainImages / size));
  }

  /** Of a training on {@link Datasets#first} for so many iterations. */
  static Map<String, Object> of(
      Scale scale, int trainImages, int testImages, int batch, int iterations) {
    return Map.of(
        "trainingSet",
        Datasets.trainName(scale, trainImages),
        "testSet",
        Datasets.testName(scale, testImages),
        "batch",
        Budget.batch(batch, trainImages),
        "iterations",
        iterations);
  }

  /** The runs that another protocol decided; compared as texts, as records have no number types. */
  static List<RunRecord> others(Experiment experiment, Scale scale, List<RunRecord> records) {
    return records.stream()
        .filter(
            record ->
                experiment.protocol(scale, record.arm()).entrySet().stream()
                    .anyMatch(setting -> differs(record.spec().configuration(), setting)))
        .toList();
  }

  /** The other runs, for reports that reckon with what the protocol decides. */
  static List<RunRecord> only(Experiment experiment, Scale scale, List<RunRecord> records) {
    List<RunRecord> others = others(experiment, scale, records);
    return records.stream().filter(record -> !others.contains(record)).toList();
  }

  private static boolean differs(Map<String, Object> recorded, Map.Entry<String, Object> setting) {
    Object was = recorded.get(setting.getKey());
    return was != null && !was.toString().equals(setting.getValue().toString());
  }
}
