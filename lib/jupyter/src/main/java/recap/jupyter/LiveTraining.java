package recap.jupyter;

import java.util.ArrayList;
import java.util.List;
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
  private final List<Metrics> early = new ArrayList<>();
  private LiveDisplay display;
  private int resumedAt;

  /**
   * @param title what is trained, for example {@code plain-56}
   */
  public LiveTraining(String title) {
    this.title = title;
  }

  @Override
  public void resumed(int iteration) {
    resumedAt = iteration;
  }

  /** The display opens here, since only now the number of steps is known. */
  @Override
  public void progress(Progress progress) {
    if (display == null) {
      display = LiveDisplay.resume(title, resumedAt, progress.iterations(), "");
      early.forEach(this::show);
      early.clear();
    }
    display.nativeBytes(progress.nativeBytes());
    display.point("running error %", progress.epoch(), 100 * progress.error());
    display.done(progress.iteration());
  }

  @Override
  public void measured(Metrics point) {
    if (display == null) {
      early.add(point);
    } else {
      show(point);
    }
  }

  private void show(Metrics point) {
    display.point("training error %", point.epoch(), 100 * point.trainingError());
    display.point("test error %", point.epoch(), 100 * point.testError());
  }

  @Override
  public void ended(TrainingResult result) {
    if (display != null) {
      display.close(result.status() == TrainingResult.Status.FINISHED ? "" : result.message());
      display = null;
    }
    // The same listener may hear of another training.
    early.clear();
    resumedAt = 0;
  }
}
