package recap.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import recap.data.Normalization;
import recap.data.TrainTest;
import recap.experiments.ReluVsTanh.Condition;
import recap.experiments.record.RunRecord;
import recap.experiments.record.Scale;
import recap.nn.ReLU;
import recap.nn.Shape;
import recap.onednn.NativeInfo;
import recap.onednn.Precision;
import recap.train.Evaluation;
import recap.train.Training;
import recap.zoo.AlexNet4;
import recap.zoo.CifarResNet;

/**
 * Whether a network learns as well in bfloat16 as in float32. Kalamkar et al. 2019: bfloat16 has
 * float32's range, so training needs no other settings. Here weights, their updates, statistics and
 * the loss stay float32 ({@link Precision#BF16}).
 *
 * <p>Both precisions train the same networks from the same seeds on the same batches. Where the
 * processor does not compute bfloat16 its arms are left out, and nothing is concluded.
 */
public final class PrecisionCurves implements Experiment {
  private static final int BATCH = 128;

  /**
   * A network with the settings of its own experiment, {@link Degradation} or {@link ReluVsTanh}
   * under conditions of today; but at a constant rate, and on other numbers of images.
   */
  enum Subject {
    RESNET {
      @Override
      Training training(Scale scale, TrainTest data) {
        Shape shape = Datasets.shape(data.train());
        int depth = scale == Scale.SMOKE ? 8 : 20;
        return Degradation.settings(CifarResNet.resnet(depth, shape, data.train().classes()), data)
            .normalization(Normalization.pixelMean(data.train()))
            .rate(Degradation.RATE);
      }
    },
    ALEXNET4 {
      @Override
      Training training(Scale scale, TrainTest data) {
        Shape shape = Datasets.shape(data.train());
        var activation = new ReLU();
        return Training.of(AlexNet4.of(activation, shape, data.train().classes()), data)
            .normalization(Condition.TODAY.normalization(data.train()))
            .initializer(Condition.TODAY.initializer(activation))
            .sgd(ReluVsTanh.SGD)
            .rate(0.01);
      }
    };

    abstract Training training(Scale scale, TrainTest data);

    /** {@code resnet-bf16}. */
    String arm(Precision precision) {
      return name().toLowerCase(Locale.ROOT) + "-" + precision.name().toLowerCase(Locale.ROOT);
    }

    /** As charts name it. */
    String title(Scale scale) {
      return this == ALEXNET4 ? "four layers" : scale == Scale.SMOKE ? "ResNet-8" : "ResNet-20";
    }
  }

  private static Budget budget(Scale scale) {
    return switch (scale) {
      case SMOKE -> new Budget(scale, 128, 64, 2, 1);
      case QUICK -> new Budget(scale, 10_000, 2_000, 3, 2);
      case PAPER -> new Budget(scale, 50_000, 10_000, 10, 3);
    };
  }

  @Override
  public String id() {
    return "float32-vs-bfloat16";
  }

  @Override
  public String title() {
    return "Whether a network learns as well in bfloat16 as in float32";
  }

  @Override
  public String citation() {
    return "Kalamkar et al.: A study of BFLOAT16 for deep learning training (2019), abstract";
  }

  /** None: the lecture does not speak of number formats. */
  @Override
  public List<String> claims() {
    return List.of();
  }

  @Override
  public List<String> arms(Scale scale) {
    var arms = new ArrayList<String>();
    for (Subject subject : Subject.values()) {
      for (Precision precision : Precision.values()) {
        arms.add(subject.arm(precision));
      }
    }
    return arms;
  }

  @Override
  public Map<String, Object> protocol(Scale scale, String arm) {
    return budget(scale).settings(BATCH);
  }

  @Override
  public int seeds(Scale scale, String arm) {
    return budget(scale).seeds();
  }

  @Override
  public List<String> deviations(Scale scale) {
    Budget budget = budget(scale);
    var deviations = new ArrayList<String>();
    deviations.add(
        "The paper trains ImageNet networks to the end; here two small ones train for %d epochs on"
                .formatted(budget.epochs())
            + " %d images at a constant rate.".formatted(budget.trainImages()));
    deviations.addAll(budget.deviations());
    return deviations;
  }

  @Override
  public void run(Session session) throws InterruptedException {
    var training = new TrainingRuns(session);
    Scale scale = session.scale();
    List<Precision> available = NativeInfo.load().precisions();
    if (available.size() < Precision.values().length) {
      session
          .progress()
          .note(
              id()
                  + ": only "
                  + available
                  + ", since oneDNN does not compute bfloat16 on this processor; run the same on"
                  + " one with AVX-512");
    }
    TrainTest data = budget(scale).data();
    for (Subject subject : Subject.values()) {
      for (long seed = 1; seed <= session.seeds(this, subject.arm(Precision.F32)); seed++) {
        for (Precision precision : available) {
          training.complete(job(scale, subject, precision, seed, data));
        }
      }
    }
  }

  private TrainingJob job(
      Scale scale, Subject subject, Precision precision, long seed, TrainTest data) {
    var training =
        subject
            .training(scale, data)
            .precision(precision)
            .batch(Budget.batch(BATCH, data.train().size()))
            .epochs(budget(scale).epochs())
            .seed(seed)
            .evaluation(Evaluation.everyEpoch().batch(Budget.evaluated(data)));
    return TrainingJob.of(id(), subject.arm(precision), scale, training);
  }

  @Override
  public Optional<TrainingJob> job(RunRecord record) {
    Scale scale = record.spec().scale();
    for (Subject subject : Subject.values()) {
      for (Precision precision : Precision.values()) {
        if (record.arm().equals(subject.arm(precision))) {
          return Optional.of(job(scale, subject, precision, record.seed(), budget(scale).data()));
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public Conclusion conclude(Scale scale, List<RunRecord> records) {
    return PrecisionCurvesReport.of(scale, records);
  }
}
