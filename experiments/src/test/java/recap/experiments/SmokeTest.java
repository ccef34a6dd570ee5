package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import recap.data.Synthetic;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;
import recap.nn.ReLU;
import recap.onednn.NativeInfo;
import recap.onednn.Precision;
import recap.onednn.Threads;
import recap.train.Training;
import recap.zoo.AlexNet4;

/** The experiments as they are, at SMOKE, on the built-in images. */
class SmokeTest {
  @TempDir static Path results;

  @BeforeAll
  static void runAll() throws InterruptedException {
    for (Experiment experiment : Experiments.all()) {
      experiment.run(session(results, experiment, false, Progress.SILENT));
    }
  }

  static Session session(Path results, Experiment experiment, boolean fresh, Progress progress) {
    var store = RunStore.at(results, experiment.id(), Scale.SMOKE);
    Path home = Home.project();
    return new Session(
        home,
        store,
        Scale.SMOKE,
        OptionalInt.empty(),
        Threads.count(),
        fresh,
        "recap run",
        progress);
  }

  static Stream<String> experiments() {
    return Experiments.all().stream().map(Experiment::id);
  }

  /** Those whose every arm is computed on every processor. */
  static Stream<String> float32() {
    return experiments().filter(id -> !id.equals(new PrecisionCurves().id()));
  }

  private static RunStore store(String experiment) {
    return RunStore.at(results, experiment, Scale.SMOKE);
  }

  private static Map<String, String> files(Path folder) throws IOException {
    var files = new TreeMap<String, String>();
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(path);
        files.put(folder.relativize(path).toString(), java.util.Arrays.hashCode(bytes) + "");
      }
    }
    return files;
  }

  @ParameterizedTest
  @MethodSource("float32")
  void everyArmHasACompleteRecordAndIsNotRepeated(String id) throws InterruptedException {
    Experiment experiment = Experiments.of(id);
    List<RunRecord> records = store(id).complete();
    assertThat(records).extracting(RunRecord::arm).containsAll(experiment.arms(Scale.SMOKE));
    assertThat(records).allSatisfy(r -> assertThat(r.metrics()).isNotEmpty());
    var notes = new ArrayList<String>();
    experiment.run(
        session(
            results,
            experiment,
            false,
            new Progress() {
              @Override
              public void note(String line) {
                notes.add(line);
              }

              @Override
              public void begin(String run, long done, long total) {
                throw new AssertionError(run + " is repeated");
              }
            }));
    assertThat(notes).hasSize(records.size()).allMatch(note -> note.contains(": read, finished"));
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void whatWasJustTrainedIsOfTodaysProtocol(String id) {
    Experiment experiment = Experiments.of(id);
    List<RunRecord> records = store(id).complete();
    assertThat(TodaysProtocol.others(experiment, Scale.SMOKE, records)).isEmpty();
    for (RunRecord record : records) {
      var protocol = experiment.protocol(Scale.SMOKE, record.arm());
      assertThat(experiment.job(record).isPresent())
          .as("job() of %s, which recap verify repeats", record.arm())
          .isEqualTo(!record.having("train_loss").isEmpty());
      assertThat(protocol.isEmpty() && experiment.job(record).isPresent()).isFalse();
      assertThat(record.spec().configuration().keySet()).containsAll(protocol.keySet());
    }
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void chartsAndTablesAreTheSameBytesEachTime(String id) throws IOException {
    Experiment experiment = Experiments.of(id);
    Publisher.publish(experiment, Scale.SMOKE, store(id));
    Map<String, String> first = files(store(id).folder());
    for (String name : first.keySet()) {
      if (!name.startsWith("runs")) {
        Files.delete(store(id).folder().resolve(name));
      }
    }
    Publisher.publish(experiment, Scale.SMOKE, store(id));
    assertThat(files(store(id).folder())).isEqualTo(first);
    assertThat(first.keySet())
        .contains("metrics.csv", "claims.csv", "verdict.md")
        .anyMatch(name -> name.endsWith(".svg"))
        .anyMatch(name -> name.endsWith(".png"));
  }

  @Test
  void whatNoRecordLeadsToGoes() throws IOException {
    RunStore store = store("degradation");
    Publisher.publish(new Degradation(), Scale.SMOKE, store);
    Map<String, String> first = files(store.folder());
    for (String name : List.of("earlier.csv", "earlier.svg", "earlier.png")) {
      store.write(name, "earlier");
    }
    Publisher.publish(new Degradation(), Scale.SMOKE, store);
    assertThat(files(store.folder())).isEqualTo(first);
    assertThat(first.keySet()).anyMatch(name -> name.startsWith("runs"));
  }

  @Test
  void bothPrecisionsAreTrainedWhereTheProcessorComputesThem() {
    List<RunRecord> records = store("float32-vs-bfloat16").complete();
    for (Precision precision : NativeInfo.load().precisions()) {
      for (PrecisionCurves.Subject subject : PrecisionCurves.Subject.values()) {
        assertThat(records)
            .filteredOn(record -> record.arm().equals(subject.arm(precision)))
            .extracting(record -> TrainingJob.precision(record.spec()))
            .containsExactly(precision);
      }
    }
    assertThat(records).hasSize(2 * NativeInfo.load().precisions().size());
  }

  @Test
  void theSameArmAndSeedGiveTheSameWeights(@TempDir Path again) throws InterruptedException {
    var experiment = new Degradation();
    RunRecord first = store(experiment.id()).complete().get(0);
    Session session = session(again, experiment, false, Progress.SILENT);
    RunRecord second = new TrainingRuns(session).complete(experiment.job(first).orElseThrow());
    assertThat(second.weightsSha256()).isNotNull().isEqualTo(first.weightsSha256());
  }

  /** What was computed on another processor counts here too, unless it is to be done anew. */
  @Test
  void ofTwoPrecisionsTheCompleteOneIsReadAndOtherwiseTheBegunOrTheFastestIsTrained(
      @TempDir Path folder) throws InterruptedException {
    var experiment = new Degradation();
    var data = Synthetic.load(1, 128, 64);
    var network = AlexNet4.of(new ReLU(), Datasets.shape(data.train()), data.train().classes());
    var training = Training.of(network, data).batch(64);
    List<TrainingJob> jobs =
        Stream.of(Precision.BF16, Precision.F32)
            .map(p -> TrainingJob.of(experiment.id(), "arm", Scale.SMOKE, training.precision(p)))
            .toList();
    TrainingJob narrow = jobs.get(0);
    TrainingJob wide = jobs.get(1);
    var notes = new ArrayList<String>();
    var noting =
        new Progress() {
          @Override
          public void note(String line) {
            notes.add(line);
          }
        };
    Session session = session(folder, experiment, false, noting);
    var runs = new TrainingRuns(session);
    List<Precision> both = List.of(Precision.BF16, Precision.F32);
    List<Precision> wideFirst = List.of(Precision.F32, Precision.BF16);

    assertThat(runs.choose(jobs, both)).isSameAs(narrow);
    assertThat(runs.choose(jobs, wideFirst)).isSameAs(wide);
    assertThat(runs.choose(jobs, List.of(Precision.F32))).isSameAs(wide);
    assertThat(notes).isEmpty();

    session.store().save(Records.of(narrow.spec(), Status.INTERRUPTED));
    assertThat(runs.choose(jobs, wideFirst)).isSameAs(narrow);
    assertThat(runs.choose(jobs, List.of(Precision.F32))).isSameAs(wide);
    assertThat(notes)
        .containsExactly(
            "degradation arm seed 1: begun in BF16, which is not computed here; it stays as it is");

    runs.complete(wide);
    assertThat(runs.choose(jobs, both)).isSameAs(wide);
    var fresh = new TrainingRuns(session(folder, experiment, true, noting));
    assertThat(fresh.choose(jobs, both)).isSameAs(narrow);

    // Begun with --fresh and broken off: it goes on rather than the finished one being read.
    RunRecord broken = Records.of(narrow.spec(), Status.INTERRUPTED);
    session.store().save(Records.startedAt(broken, "2999-01-01T00:00:00Z"));
    assertThat(runs.choose(jobs, both)).isSameAs(narrow);
    assertThat(runs.choose(jobs, List.of(Precision.F32))).isSameAs(wide);
  }

  @Test
  void aRateThatDivergesIsRecordedAndTheSessionGoesOn(@TempDir Path folder)
      throws InterruptedException {
    var experiment = new ReluVsTanh();
    Session session = session(folder, experiment, false, Progress.SILENT);
    var runs = new TrainingRuns(session);
    for (double rate : new double[] {1e30, 1e-3}) {
      var data = Synthetic.load(1, 128, 64);
      var network = AlexNet4.of(new ReLU(), Datasets.shape(data.train()), data.train().classes());
      var training = Training.of(network, data).batch(64).rate(rate);
      runs.complete(
          TrainingJob.of(
              experiment.id(), "arm-" + ReluVsTanh.decimal(rate), Scale.SMOKE, training));
    }
    assertThat(session.store().complete())
        .extracting(RunRecord::status)
        .containsExactlyInAnyOrder(Status.DIVERGED, Status.FINISHED);
  }

  @Test
  void anInterruptedRunIsRecordedAndGoesOnToTheSameEnd(@TempDir Path folder)
      throws InterruptedException {
    var experiment = new Degradation();
    var interrupting =
        new Progress() {
          @Override
          public void point(double epoch, double error) {
            Thread.currentThread().interrupt();
          }
        };
    TrainingJob job = experiment.job(store(experiment.id()).complete().get(0)).orElseThrow();
    var stopped = new TrainingRuns(session(folder, experiment, false, interrupting));
    assertThatThrownBy(() -> stopped.complete(job))
        .isInstanceOf(InterruptedException.class)
        .hasMessageContaining("Run the same again to go on from there.");
    var store = RunStore.at(folder, experiment.id(), Scale.SMOKE);
    assertThat(store.records()).extracting(RunRecord::status).containsExactly(Status.INTERRUPTED);
    RunRecord resumed =
        new TrainingRuns(session(folder, experiment, false, Progress.SILENT)).complete(job);
    RunRecord whole = store(experiment.id()).find(job.spec()).orElseThrow();
    assertThat(resumed.weightsSha256()).isEqualTo(whole.weightsSha256());
    assertThat(store.checkpoint(job.spec())).doesNotExist();
  }
}
