package recap.jupyter;

import recap.train.Metrics;
import recap.train.Progress;
import recap.train.TrainingListener;
import recap.train.TrainingResult;

/**
 * Shows one training in a {@link LiveDisplay}: steps, the running error of the training batches,
 * the measured errors where a point has them, and the native memory. Errors are in percent.
 */
public final class LiveTraining implements TrainingListener {
  private final String title;
  private LiveDisplay display;

  /**
   * @param title what is trained, for example {@code plain-56}
   */
  public LiveTraining(String title) {
    this.title = title;
  }

  @Override
  public void started(int iteration, int iterations) {
    close("Ended by an exception."); // of a training before this one, which nobody told
    display = LiveDisplay.resume(title, iteration, iterations, "");
  }

  @Override
  public void progress(Progress progress) {
    display.nativeBytes(progress.nativeBytes());
    display.point("running error %", progress.epoch(), 100 * progress.error());
    display.done(progress.iteration());
  }

  @Override
  public void measured(Metrics point) {
    display.point("training error %", point.epoch(), 100 * point.trainingError());
    display.point("test error %", point.epoch(), 100 * point.testError());
  }

  @Override
  public void ended(TrainingResult result) {
    close(result.status() == TrainingResult.Status.FINISHED ? "" : result.message());
  }

  private void close(String ending) {
    if (display != null) {
      display.close(ending);
      display = null;
    }
  }
}
