package recap.experiments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import recap.data.Augmentation;
import recap.data.TrainTest;
import recap.experiments.ArmComparison.Measure;
import recap.experiments.ArmComparison.Side;
import recap.experiments.record.RunRecord;
import recap.experiments.record.Scale;
import recap.nn.Initializer;
import recap.nn.Network;
import recap.nn.Shape;
import recap.train.Sgd;
import recap.train.Training;
import recap.zoo.CifarResNeXt;
import recap.zoo.FractalNet;
import recap.zoo.Zoo;

/**
 * What came after ResNet, each against what it was to better, in networks of at most 40 layers.
 * Squeeze-and-excitation (Hu et al. 2017, section 3.3), pre-activation (He et al. 2016, figure 4),
 * width for depth (Zagoruyko and Komodakis 2016, table 4), groups (Xie et al. 2016, sections 5.1
 * and 5.3), stochastic depth (Huang et al. 2016, section 3), fractals (Larsson et al. 2016, figure
 * 1 and table 4) and dense connections (Huang et al. 2016, section 3).
 */
public final class LaterArchitectures implements Experiment {
  /** Half of what ResNet's authors take, at half of their rate: short runs need the steps. */
  private static final int BATCH = 64;

  private static final double RATE = 0.05;

  private static final String PRE_ACTIVATION = "preact-order";
  private static final String WIDE_RESNET = "wide-resnet";
  private static final String FRACTALNET = "fractalnet";
  private static final String STOCHASTIC_DEPTH = "stochastic-depth";
  private static final String DENSENET = "densenet";

  /** What claims say that these runs do not show. */
  private static final Map<String, String> LEFT_OPEN =
      Map.of(
          PRE_ACTIVATION,
          "; the claim is of a deep network, these have 20 layers",
          WIDE_RESNET,
          "; the lecture compares 50 wide layers with 152 thin ones, these have 10 and 20",
          STOCHASTIC_DEPTH,
          "; the claim is of deep networks, these have 20 layers, and of the training time, which it"
              + " speaks of too, nothing is shown",
          FRACTALNET,
          "; learning is taken to be a lower error than that of its longest path by itself, which has"
              + " no residual connections either",
          DENSENET,
          "; the claim is of gradients and features that are handed on well, judged is the error alone,"
              + " against a network that computes less");

  /**
   * Claims of how deep networks end. Depth delays a network, and so does leaving out its layers:
   * after few epochs over few images this says no more than that. That a fractal learns is not
   * among them: it does so within the same epochs, and more of them could only add to it.
   */
  private static final Set<String> OF_DEPTH = Set.of(PRE_ACTIVATION, WIDE_RESNET, STOCHASTIC_DEPTH);

  /** A network; ResNet-20 is one side of three comparisons. */
  enum Arm {
    RESIDUAL("ResNet-20", "cifar_resnet20"),
    SQUEEZE_EXCITE("SE-ResNet-20", "cifar_se_resnet20"),
    PRE_ACTIVATION("pre-activation ResNet-20", "cifar_preact_resnet20"),
    WIDE("10 layers of double width", "cifar_wide_resnet10_2"),
    STOCHASTIC_DEPTH("stochastic depth", "cifar_stochastic_resnet20"),
    PLAIN("plain-20", "cifar_plain20"),
    DENSE("DenseNet-16", "cifar_densenet16_k16"),
    ONE_GROUP("one group of 16 maps", ""),
    FOUR_GROUPS("4 groups of 6 maps", ""),
    FRACTAL("FractalNet of 40 layers", ""),
    LONGEST_PATH("its longest path alone", "");

    private final String title;
    private final String model;

    Arm(String title, String model) {
      this.title = title;
      this.model = model;
    }

    /** Its name in records, and how charts call it. */
    Side itself() {
      return as(title);
    }

    Side as(String other) {
      return new Side(ArmName.of(this), other);
    }

    Network network(Shape input, int classes) {
      return switch (this) {
        case ONE_GROUP -> CifarResNeXt.small(20, 1, 16, input, classes);
        case FOUR_GROUPS -> CifarResNeXt.small(20, 4, 6, input, classes);
        case FRACTAL -> FractalNet.small(4, input, classes);
        case LONGEST_PATH -> FractalNet.small(1, input, classes);
        default -> Zoo.build(model, input, classes);
      };
    }
  }

  @Override
  public String id() {
    return "later-architectures";
  }

  @Override
  public String title() {
    return "Whether what came after ResNet betters small networks of its kind";
  }

  @Override
  public String citation() {
    return "Hu, Shen, Sun: Squeeze-and-excitation networks (2017), section 3.3; He and others:"
        + " Identity mappings in deep residual networks (2016), figure 4; Zagoruyko, Komodakis: Wide"
        + " residual networks (2016), table 4; Xie and others: Aggregated residual transformations"
        + " (2016), sections 5.1 and 5.3; Huang and others: Deep networks with stochastic depth (2016),"
        + " section 3, and Densely connected convolutional networks (2016), section 3; Larsson, Maire,"
        + " Shakhnarovich: FractalNet (2016), figure 1 and table 4";
  }

  static List<ArmComparison> comparisons() {
    return List.of(
        lower("senet", "SE<base", Arm.SQUEEZE_EXCITE.itself(), Arm.RESIDUAL.itself()),
        lower(PRE_ACTIVATION, "pre<post", Arm.PRE_ACTIVATION.itself(), Arm.RESIDUAL.itself()),
        lower(WIDE_RESNET, "wide<deep", Arm.WIDE.itself(), Arm.PRE_ACTIVATION.as("20 thin layers")),
        lower("resnext-groups", "more<fewer", Arm.FOUR_GROUPS.itself(), Arm.ONE_GROUP.itself()),
        lower(
            STOCHASTIC_DEPTH,
            "with<without",
            Arm.STOCHASTIC_DEPTH.itself(),
            Arm.RESIDUAL.as("all layers")),
        lower(FRACTALNET, "trains", Arm.FRACTAL.itself(), Arm.LONGEST_PATH.itself()),
        lower(DENSENET, "densenet<plain", Arm.DENSE.itself(), Arm.PLAIN.itself())
            .beside(Arm.RESIDUAL.itself()));
  }

  private static ArmComparison lower(String claim, String claimed, Side better, Side worse) {
    return new ArmComparison(claim, claimed, better, worse, List.of(Measure.TEST_ERROR));
  }

  @Override
  public List<String> claims() {
    return comparisons().stream().map(ArmComparison::claim).toList();
  }

  @Override
  public List<String> arms(Scale scale) {
    return Arrays.stream(Arm.values()).map(arm -> arm.itself().name()).toList();
  }

  @Override
  public Map<String, Object> protocol(Scale scale, String arm) {
    return Budget.small(scale).settings(BATCH);
  }

  @Override
  public int seeds(Scale scale, String arm) {
    return Budget.small(scale).seeds();
  }

  @Override
  public List<String> deviations(Scale scale) {
    var deviations = new ArrayList<String>();
    deviations.add(
        "The papers' networks have up to 1202 layers and 68 million parameters, these 10 to 20 layers"
            + " and at most 0.4 million (FractalNet 40 layers and 5 million): what helps a deep or a"
            + " large network need not help here.");
    deviations.add(
        "SENet's paper of 2017 trains on ImageNet. A gate's hidden layer is a sixteenth of the maps, in"
            + " the first stage a single unit.");
    deviations.add(
        Budget.small(scale).length()
            + ", the papers' on CIFAR-10 for 164 to 500 over 45 000 or more.");
    deviations.add(
        "All arms train in batches of "
            + BATCH
            + " with one rate, "
            + RATE
            + ", divided by ten once, after three quarters of the epochs, with plain momentum and a"
            + " weight decay of 0.0001; the papers' rates fall two or three times, FractalNet's"
            + " whenever the epochs that are left have halved, some have Nesterov's momentum, and two"
            + " a weight decay of 0.0005.");
    deviations.add(
        "Pre-activation has 1x1 convolutions as shortcuts where the shape changes, as in its authors'"
            + " code; ResNet-20 has none, as in its authors' CIFAR networks.");
    deviations.add(
        "Stochastic depth skips by image, where the paper skips by batch, and computes what it skips;"
            + " branches that survive are scaled up in training, where the paper scales all down in"
            + " tests.");
    deviations.add(
        "FractalNet and its longest path have a quarter of the paper's filters and no dropout. Drop-path"
            + " drops each input of a join by itself, may drop all, and scales up what survives; the"
            + " paper's keeps one, takes the mean of those kept, and in half of the batches keeps a"
            + " single path of the whole network.");
    deviations.add(
        "But for stochastic depth the two sides do not cost the same: the evidence has the"
            + " parameters and operations of both. Four groups of 6 maps follow from the lecture's"
            + " equation for a bottleneck of 64 and 16 maps, which leaves out first blocks and shortcuts.");
    deviations.addAll(Budget.small(scale).deviations());
    return deviations;
  }

  /** A seed of all arms before the next one, so that what is there can be compared. */
  @Override
  public void run(Session session) throws InterruptedException {
    var training = new TrainingRuns(session);
    TrainTest data = Budget.small(session.scale()).data();
    for (long seed = 1; seed <= session.seeds(this, Arm.RESIDUAL.itself().name()); seed++) {
      for (Arm arm : Arm.values()) {
        training.complete(job(session.scale(), arm, seed, data));
      }
    }
  }

  private TrainingJob job(Scale scale, Arm arm, long seed, TrainTest data) {
    Network network = arm.network(Datasets.shape(data.train()), data.train().classes());
    Training training =
        Budget.training(network, data, BATCH, Budget.small(scale).epochs(), RATE, seed)
            .sgd(new Sgd(0.9, 1e-4))
            .initializer(Initializer.he())
            .augmentation(Augmentation.CROP_AND_FLIP);
    return TrainingJob.of(id(), arm.itself().name(), scale, training);
  }

  @Override
  public Optional<TrainingJob> job(RunRecord record) {
    Scale scale = record.spec().scale();
    return named(record.arm())
        .map(arm -> job(scale, arm, record.seed(), Budget.small(scale).data()));
  }

  private static Optional<Arm> named(String name) {
    return Arrays.stream(Arm.values()).filter(arm -> arm.itself().name().equals(name)).findFirst();
  }

  @Override
  public Conclusion conclude(Scale scale, List<RunRecord> records) {
    Conclusion compared = ArmComparisonReport.of(scale, comparisons(), records);
    List<Finding> findings =
        compared.findings().stream()
            .map(finding -> finding.because(finding.evidence() + "; " + costs(finding.claim())))
            .map(finding -> judged(scale, finding))
            .toList();
    return new Conclusion(findings, compared.tables(), compared.charts());
  }

  private static Finding judged(Scale scale, Finding finding) {
    return scale != Scale.PAPER && OF_DEPTH.contains(finding.claim())
        ? finding.ofShortRuns("")
        : finding;
  }

  /** What both sides of a claim cost, counted and not measured, and what the runs leave out. */
  private static String costs(String claim) {
    ArmComparison comparison =
        comparisons().stream().filter(c -> c.claim().equals(claim)).findFirst().orElseThrow();
    String both = cost(comparison.better()) + ", " + cost(comparison.worse());
    return both + LEFT_OPEN.getOrDefault(claim, "");
  }

  private static String cost(Side side) {
    return side.cost(named(side.name()).orElseThrow().network(Shape.image(3, 32, 32), 10));
  }
}
