package recap.experiments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunSpec;
import recap.experiments.record.Scale;
import recap.nn.Network;
import recap.onednn.Mode;
import recap.zoo.Zoo;

/**
 * How long the architectures take to look at an image. Canziani, Paszke, Culurciello 2016, figure
 * 3: the time of a forward pass over the size of the batch.
 *
 * <p>An arm is a size of the batch, at which all networks are timed in turns.
 */
public final class ForwardTimes implements Experiment {
  private static final String BATCH = "batch-";

  /**
   * What is timed at a scale.
   *
   * @param models of the zoo
   * @param batches images a pass
   * @param repetitions passes of each
   */
  private record Protocol(List<String> models, List<Integer> batches, int repetitions) {
    private static final List<String> MODELS =
        List.of("alexnet", "googlenet", "resnet18", "resnet50", "resnet101", "vgg16", "vgg19");

    static Protocol of(Scale scale) {
      return switch (scale) {
        case SMOKE -> new Protocol(List.of("lenet5", "cifar_resnet20"), List.of(1, 2), 3);
        case QUICK -> new Protocol(MODELS, List.of(1, 4, 16), 7);
        case PAPER -> new Protocol(MODELS, List.of(1, 2, 4, 8, 16, 32, 64), 31);
      };
    }
  }

  @Override
  public String id() {
    return "forward-time";
  }

  @Override
  public String title() {
    return "How long the architectures take to look at an image";
  }

  @Override
  public String citation() {
    return "Canziani, Paszke, Culurciello: An analysis of deep neural network models for practical"
        + " applications (2016), figure 3";
  }

  @Override
  public List<String> claims() {
    return List.of("forward-time-chart");
  }

  @Override
  public List<String> arms(Scale scale) {
    return Protocol.of(scale).batches().stream().map(batch -> BATCH + batch).toList();
  }

  @Override
  public List<String> deviations(Scale scale) {
    return List.of(
        "The paper times Torch7 on a Jetson TX1, these are oneDNN's times on the runs'"
            + " processor, in float32 with batch norms folded into the convolutions.",
        "The paper's other forms of AlexNet, Network in Network and the Inceptions are left out.",
        "Power, which the paper and the lecture chart beside the time, is not measured.");
  }

  /** The networks at a scale, by name. */
  static Map<String, Network> networks(Scale scale) {
    var networks = new LinkedHashMap<String, Network>();
    Protocol.of(scale).models().forEach(model -> networks.put(model, Zoo.build(model)));
    return networks;
  }

  /** How many images a pass of an arm looks at. */
  static int batch(String arm) {
    return Integer.parseInt(arm.substring(BATCH.length()));
  }

  @Override
  public Map<String, Object> protocol(Scale scale, String arm) {
    Protocol protocol = Protocol.of(scale);
    return Map.of(
        "batch",
        batch(arm),
        "repetitions",
        protocol.repetitions(),
        "precision",
        "F32",
        "networks",
        String.join(" ", protocol.models()));
  }

  @Override
  public void run(Session session) throws InterruptedException {
    var runs = new TimedRuns(session);
    Scale scale = session.scale();
    Map<String, Network> networks = networks(scale);
    for (String arm : arms(scale)) {
      for (long seed = 1; seed <= session.seeds(this, arm); seed++) {
        var spec = new RunSpec(id(), arm, scale, seed, protocol(scale, arm));
        runs.complete(
            new TimedRuns.Job(
                spec,
                networks,
                List.of(Mode.INFERENCE),
                batch(arm),
                Protocol.of(scale).repetitions()));
      }
    }
  }

  @Override
  public Conclusion conclude(Scale scale, List<RunRecord> records) {
    return ForwardTimesReport.of(networks(scale), TodaysProtocol.only(this, scale, records));
  }
}
