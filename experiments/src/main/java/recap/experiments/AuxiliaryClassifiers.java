package recap.experiments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunSpec;
import recap.experiments.record.Scale;
import recap.nn.Conv2d;
import recap.nn.Initializer;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.Precision;
import recap.zoo.Zoo;

/**
 * What GoogLeNet's auxiliary classifiers do for the gradients of the layers below them. Szegedy et
 * al. 2014, section 5: they are to strengthen them; their losses count 0.3, and inference does
 * without them.
 *
 * <p>An arm is a form of the network. Each seed draws weights, the same for the network with and
 * without the classifiers, and looks at the gradients of one batch before any training, and at the
 * scores of the main classifier.
 */
public final class AuxiliaryClassifiers implements Experiment {
  /** The stage whose output the first auxiliary classifier reads. */
  static final String FIRST_READ = "inception4a";

  static final String WITH = "with.";
  static final String WITHOUT = "without.";

  /** How many scores a training step weighs. */
  static final String OUTPUTS = "outputs";

  /** The greatest difference between the main scores of both networks. */
  static final String DIFFERENCE = "score_difference";

  /** The arms' networks in the zoo, without the classifiers. */
  private static final Map<String, String> FORMS =
      Map.of("paper", "googlenet_paper", "torchvision", "googlenet");

  /** What the zoo adds to the name of the network with them. */
  private static final String SUFFIX = "_aux";

  @Override
  public String id() {
    return "auxiliary-classifiers";
  }

  @Override
  public String title() {
    return "What GoogLeNet's auxiliary classifiers do for the gradients below them";
  }

  @Override
  public String citation() {
    return "Szegedy et al.: Going deeper with convolutions (2014), section 5";
  }

  @Override
  public List<String> claims() {
    return List.of("googlenet-auxiliary");
  }

  @Override
  public List<String> arms(Scale scale) {
    return scale == Scale.SMOKE ? List.of("paper") : List.of("paper", "torchvision");
  }

  @Override
  public int seeds(Scale scale, String arm) {
    return switch (scale) {
      case SMOKE -> 1;
      case QUICK -> 5;
      case PAPER -> 20;
    };
  }

  private static int batch(Scale scale) {
    return switch (scale) {
      case SMOKE -> 1;
      case QUICK -> 8;
      case PAPER -> 32;
    };
  }

  @Override
  public List<String> deviations(Scale scale) {
    return List.of(
        "The paper gives a reason and no figure; looked at are gradients before any training, not"
            + " what the classifiers do to the error.",
        "Images and labels are noise where the paper has ImageNet's; weights are He's, since the"
            + " paper does not say how its own began.",
        "torchvision's form has batch norms, which came after the paper.",
        "Nothing is dropped out: the paper drops 70 % before an auxiliary classifier's scores and 40 %"
            + " before the main one's.");
  }

  @Override
  public void run(Session session) throws InterruptedException {
    var runs = new Runs(session);
    Scale scale = session.scale();
    for (String arm : arms(scale)) {
      for (long seed = 1; seed <= session.seeds(this, arm); seed++) {
        Map<String, Object> configuration =
            Map.of("batch", batch(scale), "network", FORMS.get(arm), "precision", "F32");
        var spec = new RunSpec(id(), arm, scale, seed, configuration);
        runs.complete(spec, Noise.DATA, run -> look(run, session));
      }
    }
  }

  private static void look(Runs.Run run, Session session) throws InterruptedException {
    session.progress().begin(run.title(), 0, 1);
    Network without = Zoo.build(FORMS.get(run.spec().arm()));
    Network with = Zoo.build(without.name() + SUFFIX);
    int batch = batch(session.scale());
    var values = new LinkedHashMap<String, Double>();
    values.put(OUTPUTS, (double) with.outputs().size());
    values.put(DIFFERENCE, difference(with, without, batch, run.seed()));
    Map<String, Double> supported = gradients(with, batch, run.seed());
    Map<String, Double> alone = gradients(without, batch, run.seed());
    for (String stage : stages(run.spec().arm())) {
      values.put(WITH + stage, supported.get(stage));
      values.put(WITHOUT + stage, alone.get(stage));
    }
    run.stopIfTold("Interrupted. Run the same again to repeat " + run.title() + ".");
    run.add(new RunRecord.Point(0, 0, values));
    session.progress().update(1, "");
    session.progress().end(run.finished());
  }

  /** The stages that both networks of an arm have, from the input on. */
  static List<String> stages(String arm) {
    return Zoo.build(FORMS.get(arm)).nodes().stream()
        .filter(AuxiliaryClassifiers::learns)
        .map(AuxiliaryClassifiers::stage)
        .distinct()
        .toList();
  }

  private static boolean learns(Node node) {
    return node.op() instanceof Conv2d || node.op() instanceof Linear;
  }

  /** {@code inception3a} of {@code inception3a.b5_reduce}. */
  private static String stage(Node node) {
    return node.name().replaceFirst("\\..*", "");
  }

  /** The norm of the gradient by all weights of a stage, by stage. */
  private static Map<String, Double> gradients(Network network, int batch, long seed) {
    var squares = new LinkedHashMap<String, Double>();
    try (var executable = Executable.compile(network, batch, Precision.F32, Mode.ANALYSIS)) {
      pass(executable, seed);
      executable.loss(Noise.labels(batch, network.output().shape().channels(), seed));
      executable.backward();
      network.nodes().stream()
          .filter(AuxiliaryClassifiers::learns)
          .forEach(
              node -> {
                double norm = executable.gradientNorm(node.name() + ".weight");
                squares.merge(stage(node), norm * norm, Double::sum);
              });
    }
    squares.replaceAll((stage, square) -> Math.sqrt(square));
    return squares;
  }

  /** Shows a network a batch of noise, with the weights that it begins with. */
  private static void pass(Executable executable, long seed) {
    executable.load(Initializer.he().initialize(executable.network(), seed));
    Noise.fill(executable, seed);
    executable.forward();
  }

  /** How far apart the main scores are at most, of networks with as many. */
  static double difference(Network with, Network without, int batch, long seed) {
    float[] scores = scores(with, batch, seed);
    float[] others = scores(without, batch, seed);
    double most = 0;
    for (int i = 0; i < scores.length; i++) {
      most = Math.max(most, Math.abs((double) scores[i] - others[i]));
    }
    return most;
  }

  /** What the main classifier says of a batch. */
  private static float[] scores(Network network, int batch, long seed) {
    try (var executable = Executable.compile(network, batch, Precision.F32, Mode.INFERENCE)) {
      pass(executable, seed);
      float[] scores = new float[batch * network.output().shape().channels()];
      executable.output(0, scores);
      return scores;
    }
  }

  @Override
  public Conclusion conclude(Scale scale, List<RunRecord> records) {
    return AuxiliaryClassifiersReport.of(arms(scale), records);
  }
}
