package recap.experiments;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import recap.experiments.record.RunRecord;
import recap.experiments.record.Scale;

/**
 * One experiment of a paper. {@link #run} measures and writes records; {@link #conclude} reads
 * records and knows nothing else, so its tables and charts can be made again at any time.
 */
public interface Experiment {
  /** Its name on the command line, in folders and notebooks: {@code relu-vs-tanh}. */
  String id();

  /** What it asks, in a line. */
  String title();

  /** The paper and the place in it. */
  String citation();

  /** The ids of the lecture's claims it settles. */
  List<String> claims();

  /** The conditions it compares, as their records name them; arms found on the way are left out. */
  List<String> arms(Scale scale);

  /** How many seeds an arm gets unless the user asks for another number; seed 1 is the first. */
  default int seeds(Scale scale, String arm) {
    return 1;
  }

  /**
   * Settings that an arm's runs have under today's protocol, as configurations name them; empty
   * where none is decided. Unlike {@link #job} it needs no images.
   */
  default Map<String, Object> protocol(Scale scale, String arm) {
    return Map.of();
  }

  /** What is done differently from the paper, and why. */
  List<String> deviations(Scale scale);

  /**
   * Makes every run that is not complete yet.
   *
   * @throws InterruptedException when stopped; runs in work have saved where they are
   */
  void run(Session session) throws InterruptedException;

  /**
   * The job that made a record, so that it can be done again; empty where a run trains nothing.
   *
   * @throws recap.data.DataException when its images are not there
   */
  default Optional<TrainingJob> job(RunRecord record) {
    return Optional.empty();
  }

  /**
   * Verdicts, tables and charts of complete runs; runs that are missing are left out.
   *
   * @param records of this experiment at {@code scale}, by arm and seed
   */
  Conclusion conclude(Scale scale, List<RunRecord> records);
}
