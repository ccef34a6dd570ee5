package recap.experiments;

import static java.util.Comparator.comparing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import recap.data.BatchSource;
import recap.data.ImageSet;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Point;
import recap.experiments.record.RunStore;
import recap.nn.Weights;
import recap.onednn.NativeInfo;
import recap.onednn.Precision;
import recap.train.Metrics;
import recap.train.Safetensors;
import recap.train.Trainer;
import recap.train.Training;
import recap.train.TrainingListener;
import recap.train.TrainingResult;

/** Trains what is not trained yet, and keeps record of it. */
final class TrainingRuns {
  /** Images that the layers are looked at with. */
  private static final int PROBED = 128;

  /** What metrics of the layers begin with, before the first step and after the last. */
  static final String START = "start";

  static final String END = "end";

  private final Session session;
  private final Runs runs;

  TrainingRuns(Session session) {
    this.session = session;
    this.runs = new Runs(session);
  }

  /**
   * The record of a job, which is read, continued or begun as need be.
   *
   * @return a record that is finished or diverged
   * @throws InterruptedException when stopped; the run has then saved itself
   */
  RunRecord complete(TrainingJob job) throws InterruptedException {
    ImageSet images = job.training().data().train();
    var data = new RunRecord.Data(images.name(), images.sha256());
    runs.complete(job.spec(), data, run -> train(run, job));
    return session.store().find(job.spec()).orElseThrow();
  }

  /** The same for jobs that differ only in precision. */
  RunRecord completeOneOf(List<TrainingJob> jobs) throws InterruptedException {
    return complete(choose(jobs, NativeInfo.load().fastestFirst()));
  }

  /**
   * The job that is complete, or one begun later, else one that has begun, else one that has not.
   * What has begun in a precision that is not computed here stays where it is, for a processor that
   * goes on with it.
   *
   * @param computed the precisions to choose from, the fastest first
   */
  TrainingJob choose(List<TrainingJob> jobs, List<Precision> computed) {
    if (!session.fresh()) {
      // What was begun later than another was finished was to take its place.
      Optional<TrainingJob> last = jobs.stream().filter(this::begun).max(comparing(this::started));
      for (TrainingJob job : jobs) {
        if (session.store().complete(job.spec()).isPresent()) {
          return last.filter(begun -> computed.contains(begun.training().precision())).orElse(job);
        }
      }
    }
    List<TrainingJob> possible =
        computed.stream().flatMap(precision -> in(precision, jobs).stream()).toList();
    jobs.stream().filter(job -> begun(job) && !possible.contains(job)).forEach(this::noteLeft);
    return possible.stream()
        .filter(job -> begun(job) && !session.fresh())
        .findFirst()
        .or(() -> possible.stream().findFirst())
        .orElseThrow(() -> new IllegalArgumentException(jobs + ": expected one in " + computed));
  }

  /**
   * The weights that a finished training has kept beside its record.
   *
   * @throws IllegalStateException when they are not those that the record names
   */
  static Weights kept(RunStore store, TrainingJob job, RunRecord trained) {
    Path file = store.weights(job.spec());
    Weights weights =
        Files.isRegularFile(file) ? Safetensors.read(file, job.training().network()) : null;
    if (weights == null || !weights.sha256().equals(trained.weightsSha256())) {
      throw new IllegalStateException(
          file
              + ": expected the weights that the run's record names, found "
              + (weights == null ? "none" : "others")
              + "; train again with --fresh");
    }
    return weights;
  }

  private static List<TrainingJob> in(Precision precision, List<TrainingJob> jobs) {
    return jobs.stream().filter(job -> job.training().precision() == precision).toList();
  }

  private Instant started(TrainingJob job) {
    return Instant.parse(session.store().find(job.spec()).orElseThrow().started());
  }

  private boolean begun(TrainingJob job) {
    return session.store().find(job.spec()).isPresent();
  }

  private void noteLeft(TrainingJob job) {
    session
        .progress()
        .note(
            Runs.title(job.spec())
                + ": begun in "
                + job.training().precision()
                + ", which is not computed here; it stays as it is");
  }

  private void train(Runs.Run run, TrainingJob job) throws InterruptedException {
    var trainer =
        Trainer.of(job.training())
            .checkpoint(session.store().checkpoint(job.spec()))
            .listener(new Listener(run, job.training()));
    TrainingResult result = trainer.run();
    if (result.status() == TrainingResult.Status.INTERRUPTED) {
      throw new InterruptedException(result.message());
    }
    run.points(points(result.metrics()));
    run.environments(result.environments());
    if (result.status() == TrainingResult.Status.FINISHED) {
      finish(run, job, result);
    } else {
      run.diverged();
    }
    trainer.discardCheckpoint();
  }

  private void finish(Runs.Run run, TrainingJob job, TrainingResult result) {
    if (job.probed()) {
      run.add(start(job.training()));
      run.add(end(job.training(), result));
    }
    if (job.weightsKept()) {
      Safetensors.of(result.weights()).write(session.store().weights(job.spec()));
    }
    run.weights(result.weightsSha256());
    session.progress().end(run.finished() + ", " + detail(result.last()));
  }

  /** The layers before the first step. */
  static Point start(Training training) {
    return new Point(0, 0, probe(START, training, training.initialWeights()));
  }

  /** The layers after the last step. */
  static Point end(Training training, TrainingResult result) {
    Map<String, Double> values = probe(END, training, result.weights());
    return new Point(result.iterations(), result.last().epoch(), values);
  }

  private static Map<String, Double> probe(String when, Training training, Weights weights) {
    ImageSet images = training.data().train();
    int looked = Math.min(PROBED, images.size());
    var batches = BatchSource.evaluation(images, training.normalization(), looked);
    return LayerProbe.measure(when, training.network(), weights, batches);
  }

  /** The trainer's metrics as records have them; what was not measured is left out. */
  static List<Point> points(List<Metrics> metrics) {
    var points = new ArrayList<Point>();
    for (Metrics m : metrics) {
      Map<String, Double> values = new LinkedHashMap<>();
      values.put("rate", m.rate());
      values.put("train_loss", m.trainingLoss());
      values.put("running_error", m.runningError());
      values.put("train_error", m.trainingError());
      values.put("test_error", m.testError());
      values.put("gradient_norm", m.gradientNorm());
      values.put("train_seconds", m.trainingSeconds());
      values.put("evaluation_seconds", m.evaluationSeconds());
      values.values().removeIf(value -> !Double.isFinite(value));
      points.add(new Point(m.iteration(), m.epoch(), values));
    }
    return points;
  }

  private static String detail(Metrics point) {
    var text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "epoch %.1f", point.epoch()));
    double training =
        Double.isNaN(point.trainingError()) ? point.runningError() : point.trainingError();
    text.append(String.format(Locale.ROOT, ", training error %.1f %%", 100 * training));
    if (!Double.isNaN(point.testError())) {
      text.append(String.format(Locale.ROOT, ", test error %.1f %%", 100 * point.testError()));
    }
    return text.toString();
  }

  /** Passes progress on; an interrupted run is recorded here, as Ctrl-C may leave no time after. */
  private final class Listener implements TrainingListener {
    private final Runs.Run run;
    private final Training training;
    private String newest = "";
    private int resumedAt;
    private boolean begun;

    Listener(Runs.Run run, Training training) {
      this.run = run;
      this.training = training;
    }

    @Override
    public void resumed(int iteration) {
      resumedAt = iteration;
      session.progress().note(run.title() + ": goes on after iteration " + iteration);
    }

    @Override
    public void progress(recap.train.Progress progress) {
      begin();
      session.progress().memory(progress.nativeBytes());
      session
          .progress()
          .update(
              progress.iteration(),
              newest.isEmpty()
                  ? String.format(
                      Locale.ROOT,
                      "loss %.3f, %.0f images/s",
                      progress.loss(),
                      progress.imagesPerSecond())
                  : newest);
    }

    @Override
    public void measured(Metrics point) {
      run.goesOn();
      begin();
      newest = detail(point);
      double error =
          Double.isNaN(point.trainingError()) ? point.runningError() : point.trainingError();
      session.progress().point(point.epoch(), error);
    }

    @Override
    public void ended(TrainingResult result) {
      if (result.status() == TrainingResult.Status.INTERRUPTED) {
        run.points(points(result.metrics()));
        run.environments(result.environments());
        run.interrupted();
      }
      begin(); // of a run that goes on after its last step there was no news
      if (result.status() != TrainingResult.Status.FINISHED) {
        session.progress().stopped(result.message());
      }
    }

    private void begin() {
      if (!begun) {
        begun = true;
        session.progress().begin(run.title(), resumedAt, training.totalIterations());
      }
    }
  }
}
