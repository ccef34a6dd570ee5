package recap.experiments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import recap.data.Augmentation;
import recap.data.TrainTest;
import recap.experiments.SmallAlexNet.Norm;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunSpec;
import recap.experiments.record.Scale;
import recap.nn.Initializer;
import recap.nn.Network;
import recap.nn.ReLU;
import recap.nn.Shape;
import recap.nn.Weights;
import recap.train.Training;
import recap.zoo.AlexNet4;
import recap.zoo.CifarResNet;

/**
 * Whether several networks together err less than the best of them. Krizhevsky et al. 2012, section
 * 6: the mean of the predictions of five networks errs less than one of them. Here the networks
 * differ in kind, as the lecture has it.
 *
 * <p>A seed trains one network of each kind; a run of its own then averages their probabilities for
 * the test images.
 */
public final class Ensembles implements Experiment {
  /** The arm that averages. */
  static final String TOGETHER = "together";

  /** Its metric, and each member's. */
  static final String ERROR = "test_error";

  private static final int BATCH = 128;

  /** The networks of an ensemble. */
  enum Member {
    FOUR_LAYERS("four layers", 0.01) {
      @Override
      Network network(Scale scale, Shape input, int classes) {
        return AlexNet4.of(new ReLU(), input, classes);
      }
    },
    SMALL_ALEXNET("small AlexNet with batch norm", 0.01) {
      @Override
      Network network(Scale scale, Shape input, int classes) {
        return SmallAlexNet.plain().with(Norm.BATCH).network("small_alexnet_bn", input, classes);
      }
    },
    RESNET("residual network", 0.1) {
      @Override
      Network network(Scale scale, Shape input, int classes) {
        return CifarResNet.resnet(residualDepth(scale), input, classes);
      }
    };

    private final String title;
    private final double rate;

    Member(String title, double rate) {
      this.title = title;
      this.rate = rate;
    }

    abstract Network network(Scale scale, Shape input, int classes);

    String arm() {
      return ArmName.of(this);
    }

    String title() {
      return title;
    }
  }

  private static int residualDepth(Scale scale) {
    return scale == Scale.PAPER ? 20 : 8;
  }

  @Override
  public String id() {
    return "ensemble";
  }

  @Override
  public String title() {
    return "Whether several networks together err less than the best of them";
  }

  @Override
  public String citation() {
    return "Krizhevsky, Sutskever, Hinton: ImageNet classification with deep convolutional neural"
        + " networks (2012), section 6";
  }

  @Override
  public List<String> claims() {
    return List.of(EnsemblesReport.CLAIM);
  }

  @Override
  public List<String> arms(Scale scale) {
    var arms = new ArrayList<String>();
    Arrays.stream(Member.values()).map(Member::arm).forEach(arms::add);
    arms.add(TOGETHER);
    return arms;
  }

  @Override
  public Map<String, Object> protocol(Scale scale, String arm) {
    return arm.equals(TOGETHER) ? Map.of() : Budget.small(scale).settings(BATCH);
  }

  @Override
  public int seeds(Scale scale, String arm) {
    return Budget.small(scale).seeds();
  }

  @Override
  public List<String> deviations(Scale scale) {
    var deviations = new ArrayList<String>();
    deviations.add(
        "CIFAR-10's images stand for ImageNet's, and three small networks of different kinds for the"
            + " large ones of the paper and of the lecture.");
    deviations.add(
        "The lecture's ensemble also looks at each image in several sizes; here each network sees it"
            + " once.");
    deviations.add(
        Budget.small(scale).length()
            + "; the residual network has "
            + residualDepth(scale)
            + " layers. Rates fall to a tenth after three quarters of the epochs.");
    deviations.addAll(Budget.small(scale).deviations());
    return deviations;
  }

  @Override
  public void run(Session session) throws InterruptedException {
    var training = new TrainingRuns(session);
    var runs = new Runs(session);
    TrainTest data = Budget.small(session.scale()).data();
    for (long seed = 1; seed <= session.seeds(this, TOGETHER); seed++) {
      var jobs = new LinkedHashMap<Member, TrainingJob>();
      var trained = new LinkedHashMap<Member, RunRecord>();
      for (Member member : Member.values()) {
        TrainingJob job = job(session.scale(), member, seed, data);
        jobs.put(member, job);
        trained.put(member, training.complete(job));
      }
      String diverged = Diverged.named(List.copyOf(trained.values()));
      if (!diverged.isEmpty()) {
        session.progress().note("ensemble " + TOGETHER + " seed " + seed + diverged);
        continue;
      }
      Map<String, Object> configuration =
          Map.of(
              "members",
              jobs.values().stream().map(job -> job.spec().id()).collect(Collectors.joining(" ")),
              "precision",
              "F32");
      var spec = new RunSpec(id(), TOGETHER, session.scale(), seed, configuration);
      var images = new RunRecord.Data(data.test().name(), data.test().sha256());
      var origin = new Origin(List.copyOf(trained.values()));
      runs.complete(spec, images, origin, run -> average(run, session, jobs, trained));
    }
  }

  /** Measures each member and their mean, with the weights that training kept. */
  private static void average(
      Runs.Run run, Session session, Map<Member, TrainingJob> jobs, Map<Member, RunRecord> trained)
      throws InterruptedException {
    session.progress().begin(run.title(), 0, jobs.size());
    var all = new ArrayList<Probabilities>();
    var values = new LinkedHashMap<String, Double>();
    for (var entry : jobs.entrySet()) {
      Training training = entry.getValue().training();
      Network network = training.network();
      Weights weights =
          TrainingRuns.kept(session.store(), entry.getValue(), trained.get(entry.getKey()));
      var one =
          Probabilities.of(network, weights, training.data().test(), training.normalization());
      values.put(entry.getKey().arm(), one.error());
      all.add(one);
      run.stopIfTold("Interrupted. Run the same again to repeat " + run.title() + ".");
      session.progress().update(all.size(), "");
    }
    values.put(ERROR, Probabilities.mean(all).error());
    run.add(new RunRecord.Point(0, 0, values));
    session.progress().end(run.finished());
  }

  private TrainingJob job(Scale scale, Member member, long seed, TrainTest data) {
    var network = member.network(scale, Datasets.shape(data.train()), data.train().classes());
    var training =
        Budget.training(network, data, BATCH, Budget.small(scale).epochs(), member.rate, seed)
            .initializer(Initializer.he())
            .augmentation(Augmentation.CROP_AND_FLIP)
            .evaluation(Budget.evaluation(data).trainingSet(false));
    return TrainingJob.of(id(), member.arm(), scale, training).keepingWeights();
  }

  @Override
  public Optional<TrainingJob> job(RunRecord record) {
    Scale scale = record.spec().scale();
    return Arrays.stream(Member.values())
        .filter(member -> member.arm().equals(record.arm()))
        .findFirst()
        .map(member -> job(scale, member, record.seed(), Budget.small(scale).data()));
  }

  @Override
  public Conclusion conclude(Scale scale, List<RunRecord> records) {
    return EnsemblesReport.of(scale, records);
  }
}
