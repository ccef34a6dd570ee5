package recap.experiments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import recap.data.Augmentation;
import recap.data.TrainTest;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunSpec;
import recap.experiments.record.Scale;
import recap.nn.Conv2d;
import recap.nn.Initializer;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Weights;
import recap.train.Training;
import recap.zoo.AlexNet4;

/**
 * What the convolutions of a trained network respond to, layer by layer. Zeiler and Fergus 2013,
 * section 4: early layers to edges and colours, later ones to textures and parts, the last ones to
 * kinds of object. Of the last it can be counted how much a unit's strongest images are of one
 * class; the filters and patches themselves are in {@link FeaturePictures}.
 *
 * <p>A seed trains a network; a run of its own then looks at it, and at the same network with the
 * weights that it began with.
 */
public final class Features implements Experiment {
  static final String ID = "features";

  /** The arm that trains, and the one that looks. */
  static final String NETWORK = "network";

  static final String RESPONSES = "responses";

  /** What its metrics begin with; a layer's name follows. */
  static final String TRAINED = "trained.";

  static final String UNTRAINED = "untrained.";

  /** The images of a unit that are looked at, as in the paper's figure. */
  static final int STRONGEST = 9;

  private static final int BATCH = 128;
  private static final double RATE = 0.01;

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String title() {
    return "What the layers of a network respond to, from its first to its last convolution";
  }

  @Override
  public String citation() {
    return "Zeiler, Fergus: Visualizing and understanding convolutional networks (2013), section 4 and figure 2";
  }

  @Override
  public List<String> claims() {
    return List.of(FeaturesReport.CLAIM);
  }

  @Override
  public List<String> arms(Scale scale) {
    return List.of(NETWORK, RESPONSES);
  }

  private static Budget budget(Scale scale) {
    return scale == Scale.QUICK ? new Budget(scale, 50_000, 10_000, 5, 3) : Budget.small(scale);
  }

  @Override
  public Map<String, Object> protocol(Scale scale, String arm) {
    return arm.equals(NETWORK) ? budget(scale).settings(BATCH) : Map.of();
  }

  @Override
  public int seeds(Scale scale, String arm) {
    return budget(scale).seeds();
  }

  @Override
  public List<String> deviations(Scale scale) {
    var deviations = new ArrayList<String>();
    deviations.add(
        "The paper looks at AlexNet trained on ImageNet, this at a network of three convolutions and"
            + " a linear layer trained on CIFAR-10; its third convolution sees the whole image.");
    deviations.add(
        "The paper projects responses back to pixels; here a patch is what a unit sees, as it is.");
    deviations.add(
        "Edges, colours, textures and parts are for the eye: the notebook shows filters and patches."
            + " Counted is, for kinds of object, how many of a unit's strongest images are of one"
            + " class.");
    deviations.add(
        budget(scale).length() + ". The rate falls to a tenth after three quarters of them.");
    deviations.addAll(budget(scale).deviations());
    return deviations;
  }

  @Override
  public void run(Session session) throws InterruptedException {
    var training = new TrainingRuns(session);
    var runs = new Runs(session);
    TrainTest data = budget(session.scale()).data();
    for (long seed = 1; seed <= session.seeds(this, RESPONSES); seed++) {
      TrainingJob job = job(session.scale(), seed, data);
      RunRecord trained = training.complete(job);
      if (trained.status() == RunRecord.Status.DIVERGED) {
        continue;
      }
      Map<String, Object> configuration =
          Map.of("network", job.spec().id(), "strongest", STRONGEST, "precision", "F32");
      var spec = new RunSpec(ID, RESPONSES, session.scale(), seed, configuration);
      var images = new RunRecord.Data(data.test().name(), data.test().sha256());
      var origin = new Origin(List.of(trained));
      runs.complete(spec, images, origin, run -> look(run, session, job, trained));
    }
  }

  private static void look(Runs.Run run, Session session, TrainingJob job, RunRecord trained)
      throws InterruptedException {
    Network network = job.training().network();
    List<Node> layers = convolutions(network);
    Weights after = TrainingRuns.kept(session.store(), job, trained);
    Weights before = Initializer.he().initialize(network, job.training().seed());
    session.progress().begin(run.title(), 0, layers.size());
    var values = new LinkedHashMap<String, Double>();
    for (Node layer : layers) {
      values.put(TRAINED + layer.name(), strongest(job.training(), layer, after).purity());
      values.put(UNTRAINED + layer.name(), strongest(job.training(), layer, before).purity());
      run.stopIfTold("Interrupted. Run the same again to repeat " + run.title() + ".");
      session.progress().update(values.size() / 2, "");
    }
    run.add(new RunRecord.Point(0, 0, values));
    session.progress().end(run.finished());
  }

  static List<Node> convolutions(Network network) {
    return network.nodes().stream().filter(node -> node.op() instanceof Conv2d).toList();
  }

  /** Of the test images those that a layer's units respond to most. */
  static StrongestPatches strongest(Training training, Node layer, Weights weights) {
    return StrongestPatches.of(
        layer, weights, training.data().test(), training.normalization(), STRONGEST);
  }

  private static TrainingJob job(Scale scale, long seed, TrainTest data) {
    Network network = AlexNet4.of(new ReLU(), Datasets.shape(data.train()), data.train().classes());
    Training training =
        Budget.training(network, data, BATCH, budget(scale).epochs(), RATE, seed)
            .initializer(Initializer.he())
            .augmentation(Augmentation.CROP_AND_FLIP)
            .evaluation(Budget.evaluation(data).trainingSet(false));
    return TrainingJob.of(ID, NETWORK, scale, training).keepingWeights();
  }

  /** The training of a seed. */
  static TrainingJob job(Scale scale, long seed) {
    return job(scale, seed, budget(scale).data());
  }

  @Override
  public Optional<TrainingJob> job(RunRecord record) {
    return record.arm().equals(NETWORK)
        ? Optional.of(job(record.spec().scale(), record.seed()))
        : Optional.empty();
  }

  @Override
  public Conclusion conclude(Scale scale, List<RunRecord> records) {
    return FeaturesReport.of(scale, records);
  }
}
