package recap.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import recap.data.Augmentation;
import recap.data.ImageSet;
import recap.data.Normalization;
import recap.data.Synthetic;
import recap.nn.Add;
import recap.nn.Conv2d;
import recap.nn.Extent;
import recap.nn.Flatten;
import recap.nn.Initializer;
import recap.nn.JavaLayer;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;
import recap.nn.Tanh;
import recap.nn.Weights;
import recap.nn.Window;
import recap.onednn.Precision;

class TrainingTest {
  private static Network linear(int channels, int classes) {
    return Network.of(
        "linear",
        Node.input(Shape.image(channels, 8, 8)).then(new Flatten()).then("fc", Linear.of(classes)));
  }

  @Test
  void itsIdIsTheSameEachTime() {
    assertThat(SmallRuns.training().id()).isEqualTo(SmallRuns.training().id()).hasSize(64);
  }

  @Test
  void whatEndingAndTheRateDependOnIsMeasuredWhateverElseIs() {
    var nothing = Evaluation.everyEpoch().testSet(false);
    var training = SmallRuns.training().stopAtTrainingError(0.25).evaluation(nothing);
    assertThat(training.evaluation()).isEqualTo(nothing.trainingSet(true));
    var plateau = Schedule.plateau(0.1, 0.5, 3, Schedule.Watched.TEST_ERROR);
    assertThat(SmallRuns.training().evaluation(nothing).schedule(plateau).evaluation())
        .isEqualTo(nothing.testSet(true));
  }

  @Test
  void everyChangeChangesItsId() {
    List<UnaryOperator<Training>> changes =
        List.of(
            training -> training.precision(Precision.BF16),
            training -> training.batch(8),
            training -> training.epochs(4),
            training -> training.iterations(61),
            training -> training.sgd(0.8, 1e-4),
            training -> training.sgd(0.9, 2e-4),
            training -> training.schedule(Schedule.step(0.1, 0.1, 30)),
            training -> training.schedule(Schedule.step(0.1, 0.1, 31)),
            training -> training.rate(0.2),
            training -> training.initializer(Initializer.xavier()),
            training -> training.initializer(Initializer.gaussian(1e-4, 1e-2)),
            training -> training.initialWeights(drawn(training, 1)),
            training -> training.initialWeights(drawn(training, 2)),
            training -> training.normalization(Normalization.unitRange(3)),
            training -> training.augmentation(Augmentation.NONE),
            training -> training.augmentation(new Augmentation(1, true).withColour(0.1)),
            training -> training.seed(12),
            training -> training.evaluation(Evaluation.everyEpoch()),
            training -> training.stopAtTrainingError(0.25));
    Training training = SmallRuns.training();
    String id = training.id();
    var ids = new HashSet<>(changes.stream().map(change -> change.apply(training).id()).toList());
    ids.add(id);
    assertThat(ids).hasSize(changes.size() + 1);
    assertThat(training.id()).as("of the one that was not changed").isEqualTo(id);
  }

  /** As of a notebook's two cells that each declare a layer without a name. */
  @Test
  void layersWithoutANameAreToldApart() {
    var identity =
        new JavaLayer() {
          @Override
          public void forward(Shape shape, int batch, float[] x, float[] y) {
            System.arraycopy(x, 0, y, 0, x.length);
          }

          @Override
          public void backward(
              Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {
            System.arraycopy(dy, 0, dx, 0, dy.length);
          }
        };
    var zero =
        new JavaLayer() {
          @Override
          public void forward(Shape shape, int batch, float[] x, float[] y) {}

          @Override
          public void backward(
              Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {}
        };
    assertThat(with(identity).id()).isEqualTo(with(identity).id()).isNotEqualTo(with(zero).id());
  }

  private static Training with(JavaLayer layer) {
    Node x = Node.input(3, 8, 8).then(layer).then(new Flatten()).then("fc", Linear.of(10));
    return Training.of(Network.of("own", x), SmallRuns.DATA).batch(16);
  }

  private static Weights drawn(Training training, long seed) {
    return Initializer.he().initialize(training.network(), seed);
  }

  @Test
  void theWeightsPassedOrTheInitialiserNamedLastAreWhereItBegins() {
    Training training = SmallRuns.training();
    Weights others = drawn(training, 99);
    Training further = training.initialWeights(others);
    assertThat(further.seed(7).initialWeights().sha256()).isEqualTo(others.sha256());
    assertThat(Checkpoint.start(further).weights().sha256()).isEqualTo(others.sha256());
    assertThat(further.initializer(training.initializer()).id()).isEqualTo(training.id());
  }

  @Test
  void weightsOfAnotherNetworkAreRefused() {
    Weights others = Initializer.he().initialize(linear(3, 10), 1);
    assertThatThrownBy(() -> SmallRuns.training().initialWeights(others))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("small: expected its own tensors, received ")
        .hasMessageContaining(" that do not fit: missing conv1.weight [16, 3, 3, 3]; ")
        .hasMessageEndingWith("; pass the weights of this network.");
  }

  /** Its description is the same whatever set the mean is of. */
  @Test
  void theMeanOfAnotherSetChangesItsId() {
    Training training = SmallRuns.training();
    ImageSet own = training.data().train();
    ImageSet part = own.subset(0, own.size() / 2);
    Training mine = training.normalization(Normalization.pixelMean(own));
    Training others = training.normalization(Normalization.pixelMean(part));
    assertThat(mine.configuration()).doesNotContainKey("normalizationSet");
    assertThat(others.configuration()).containsEntry("normalizationSet", part.name());
    assertThat(others.id()).isNotEqualTo(mine.id());
  }

  @Test
  void anotherLayerOrSetBehindTheSameNameChangesItsId() {
    Node input = Node.input(3, 8, 8);
    var other =
        Network.of("linear", input.then(new Flatten()).then(new Tanh()).then("fc", Linear.of(10)));
    String id = Training.of(linear(3, 10), SmallRuns.DATA).id();
    assertThat(Training.of(other, SmallRuns.DATA).id()).isNotEqualTo(id);
    assertThat(Training.of(linear(3, 10), Synthetic.load(8, 320, 100, 3, 8, 8)).id())
        .isNotEqualTo(id);
  }

  @Test
  void tellsWhatIsTrained() {
    assertThat(Training.of(linear(3, 10), SmallRuns.DATA).batch(50).iterations(9).seed(2))
        .hasToString(
            "linear on "
                + SmallRuns.DATA.train().name()
                + ": 50 images a step, 9 steps, F32, seed 2");
  }

  @Test
  void countsFullBatches() {
    Training training = SmallRuns.training().batch(50).epochs(3);
    assertThat(training.batchesPerEpoch()).isEqualTo(6);
    assertThat(training.totalIterations()).isEqualTo(18);
  }

  @Test
  void refusesANetworkThatDoesNotFitTheImages() {
    assertThatThrownBy(() -> Training.of(linear(1, 10), SmallRuns.DATA))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "linear: expected the input of "
                + SmallRuns.DATA.train()
                + ", received 1x8x8; build the network for these images.");
    assertThatThrownBy(() -> Training.of(linear(3, 100), SmallRuns.DATA))
        .hasMessage(
            "linear: expected 10 scores, one for each class of "
                + SmallRuns.DATA.train().name()
                + ", received 100 from fc; end the network in a linear layer of so many.");
  }

  /** As many values as classes are no scores where they are two columns of five maps. */
  @Test
  void everyOutputHasAScoreForEachClass() {
    Node x = Node.input(3, 8, 8);
    Node scores = x.then(new Flatten()).then("fc", Linear.of(10));
    Node five =
        x.then(
            "five",
            Conv2d.of(
                5,
                new Window(
                    new Extent(8, 7), Extent.square(1), Extent.square(0), Extent.square(1))));
    assertThat(five.shape().elements()).isEqualTo(10);
    for (Network network : List.of(Network.of("n", five), Network.of("n", scores, five))) {
      assertThatThrownBy(() -> Training.of(network, SmallRuns.DATA))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("n: expected 10 scores, one for each class");
    }
  }

  @Test
  void aSetOfFewerImagesThanABatchIsRefusedBeforeAnythingIsCompiled() {
    var few = Training.of(linear(3, 10), Synthetic.load(1, 100, 20, 3, 8, 8));
    assertThatThrownBy(few::id)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a batch from 1 to the training set's 100 images, received 128");
  }

  @Test
  void refusesUnusableSettings() {
    assertThatThrownBy(() -> SmallRuns.training().batch(0))
        .hasMessage(
            "Training: expected a batch from 1 to the training set's 320 images, received 0; set"
                + " another batch.");
    assertThatThrownBy(() -> SmallRuns.training().batch(321)).hasMessageContaining("received 321");
    assertThatThrownBy(() -> SmallRuns.training().epochs(0))
        .hasMessage(
            "Training: expected at least 1 epoch or iteration, received 0; leave it out for 1.");
    assertThatThrownBy(() -> SmallRuns.training().stopAtTrainingError(25))
        .hasMessage("Training: expected an error in (0, 1), received 25.0; use 0.25 for 25 %.");
    assertThatThrownBy(() -> Evaluation.everyIterations(0))
        .hasMessageContaining("expected an interval and a batch of at least 1");
  }

  @Test
  void aSecondInputIsRefused() {
    Node left = Node.input("left", Shape.image(3, 32, 32));
    Node right = Node.input("right", Shape.image(3, 32, 32));
    Node sum = Node.join(new Add(), left, right).then(new Flatten());
    var network = Network.of("siamese", sum.then("fc", Linear.of(10)));
    var data = Synthetic.load(1, 64, 32);
    assertThatThrownBy(() -> Training.of(network, data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "siamese: expected one input, the image, received several; train on one of them.");
  }

  @Test
  void moreStepsThanCanBeCountedAreRefused() {
    var endless = SmallRuns.training().batch(1).epochs(Integer.MAX_VALUE);
    assertThatThrownBy(endless::totalIterations)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Training: expected at most 2147483647 steps, received ");
  }
}
