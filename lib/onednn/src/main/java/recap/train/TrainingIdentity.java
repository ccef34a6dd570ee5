package recap.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import recap.io.Digests;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Param;

/** What tells one training from another: all that its bits depend on besides the environment. */
record TrainingIdentity(Training training) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** By name, in an order that stays: it is hashed. */
  Map<String, Object> configuration() {
    Network network = training.network();
    var train = training.data().train();
    var test = training.data().test();
    var all = new LinkedHashMap<String, Object>();
    all.put("network", network.name());
    all.put("networkSha256", networkSha256(network));
    all.put("trainingSet", train.name());
    all.put("trainingSetSha256", train.sha256());
    all.put("testSet", test.name());
    all.put("testSetSha256", test.sha256());
    all.put("normalization", training.normalization().describe());
    String statistics = training.normalization().source();
    if (!statistics.isEmpty() && !statistics.equals(train.name())) {
      all.put("normalizationSet", statistics);
    }
    all.put("augmentation", training.augmentation().describe());
    all.put("precision", training.precision().name());
    all.put("batch", training.batch());
    all.put("iterations", training.totalIterations());
    all.put("momentum", training.sgd().momentum());
    all.put("weightDecay", training.sgd().weightDecay());
    all.put("schedule", training.schedule().toString());
    if (training.startingWeights().isPresent()) {
      all.put("initialWeightsSha256", training.initialWeights().sha256());
    } else {
      all.put("initialDeviationsSha256", deviationsSha256());
      if (training.initializer().leastScale() != 1) {
        all.put("leastInitialScale", training.initializer().leastScale());
      }
    }
    all.put("seed", training.seed());
    all.put("evaluation", training.evaluation().toString());
    double stopAt = training.stopsAt();
    all.put("stopAtTrainingError", stopAt > 0 ? (Object) stopAt : "never");
    return all;
  }

  String id() {
    try {
      return Digests.sha256(JSON.writeValueAsString(configuration()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and texts always have a JSON form", e);
    }
  }

  /** Of every node: name, layer with its settings, inputs. */
  private static String networkSha256(Network network) {
    var text = new StringBuilder();
    for (Node node : network.nodes()) {
      // A layer of one's own of another kind may print an address, which changes every time.
      boolean prints = node.op() instanceof Record || node.op() instanceof Enum;
      Object op = prints ? node.op() : name(node.op().getClass());
      int[] inputs = node.inputs().stream().mapToInt(Node::index).toArray();
      text.append(node.name() + " " + op + " " + Arrays.toString(inputs) + "\n");
    }
    network.outputs().forEach(node -> text.append("output " + node.name() + "\n"));
    return Digests.sha256(text.toString());
  }

  /**
   * A notebook puts each cell's classes into one of a new name; a class without one has no other.
   */
  private static String name(Class<?> layer) {
    return layer.isAnonymousClass() ? layer.getName() : layer.getSimpleName();
  }

  /** An initialiser is a function; these values of it and the seed determine the weights. */
  private String deviationsSha256() {
    var text = new StringBuilder();
    boolean first = true;
    for (var entry : training.network().parameters().entrySet()) {
      Param param = entry.getValue();
      if (param.role() == Param.Role.WEIGHT) {
        double deviation = training.initializer().deviation(entry.getKey(), param, first);
        text.append(entry.getKey() + " " + deviation + "\n");
        first = false;
      }
    }
    return Digests.sha256(text.toString());
  }
}
