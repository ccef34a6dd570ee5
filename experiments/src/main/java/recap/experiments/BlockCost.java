package recap.experiments;

import java.util.ArrayList;
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
 * What a bottleneck block costs against a basic block. He et al. 2015, section 4.1: by accounting
 * 18 HWC^2 against 17 HWC^2 multiply-accumulates; on this machine, milliseconds and GFLOP/s, where
 * the same count need not take the same time.
 *
 * <p>An arm is a pair of networks measured in turns, so that what else the machine does falls on
 * both alike.
 */
public final class BlockCost implements Experiment {
  /** Blocks in a row, so that the classifier behind them weighs little. */
  static final int BLOCKS = 3;

  /** How far the MACs of whole networks may lie from the paper's, whose two digits are rounded. */
  public static final double TOLERANCE = 0.025;

  /** What is timed of each. */
  static final List<Mode> MODES = List.of(Mode.INFERENCE, Mode.TRAINING);

  /**
   * Two networks to compare.
   *
   * @param arm {@code c64-h56}
   * @param first its name and network
   * @param second its name and network
   * @param blocks how many blocks the times are divided by
   */
  record Pair(String arm, Contender first, Contender second, int batch, int blocks) {
    List<Contender> contenders() {
      return List.of(first, second);
    }
  }

  /**
   * A network in a pair.
   *
   * @param name {@code basic}
   * @param network what is timed
   */
  record Contender(String name, Network network) {}

  @Override
  public String id() {
    return "block-cost";
  }

  @Override
  public String title() {
    return "What a bottleneck block costs against a basic block";
  }

  @Override
  public String citation() {
    return "He, Zhang, Ren, Sun: Deep residual learning for image recognition (2015), section 4.1";
  }

  @Override
  public List<String> claims() {
    return List.of("resnet-basic-flops", "resnet-bottleneck-flops", "resnet-50-vs-34");
  }

  @Override
  public List<String> arms(Scale scale) {
    return pairs(scale).stream().map(Pair::arm).toList();
  }

  @Override
  public List<String> deviations(Scale scale) {
    return List.of(
        "The paper counts and does not time; the times are of the machine that ran it, with the other network"
            + " of the pair measured in turns.",
        "MACs of whole networks that lie within "
            + 100 * TOLERANCE
            + " % of the paper's two digits count as reproduced: ResNet-50 with the stride on a"
            + " block's first 1x1, ResNet-34 with zero-padded shortcuts.",
        BLOCKS
            + " blocks in a row with a pooling classifier behind them stand for a block inside a"
            + " network; times are per block.",
        "A training step counts three times the MACs of a forward pass for GFLOP/s, two operations"
            + " a MAC.",
        "Training computes 3x3 convolutions of many channels by Winograd's algorithm, with a quarter"
            + " to a third of the multiplications that are counted: from 64 channels on (128 with"
            + " AVX-512 where a batch has fewer than 3000 tiles of 4x4 outputs) and 64 tiles.");
  }

  /** What is compared at a scale. */
  static List<Pair> pairs(Scale scale) {
    var pairs = new ArrayList<Pair>();
    if (scale == Scale.SMOKE) {
      pairs.add(blocks(8, 8, 2));
      pairs.add(blocks(16, 4, 2));
      return pairs;
    }
    pairs.add(blocks(64, 56, 8));
    pairs.add(blocks(128, 28, 8));
    pairs.add(blocks(256, 14, 8));
    pairs.add(blocks(512, 7, 8));
    pairs.add(blocks(16, 32, 32));
    pairs.add(blocks(64, 8, 32));
    pairs.add(
        new Pair(
            "resnet-34-50",
            new Contender("resnet34", Zoo.build("resnet34_paper")),
            new Contender("resnet50", Zoo.build("resnet50_paper")),
            scale == Scale.PAPER ? 16 : 4,
            1));
    return pairs;
  }

  private static Pair blocks(int c, int h, int batch) {
    return new Pair(
        "c" + c + "-h" + h,
        new Contender("basic", Blocks.network("basic", BLOCKS, Blocks.basic(c), c, h)),
        new Contender(
            "bottleneck", Blocks.network("bottleneck", BLOCKS, Blocks.bottleneck(c), 4 * c, h)),
        batch,
        BLOCKS);
  }

  private static int repetitions(Scale scale) {
    return switch (scale) {
      case SMOKE -> 3;
      case QUICK -> 7;
      case PAPER -> 31;
    };
  }

  @Override
  public void run(Session session) throws InterruptedException {
    var runs = new TimedRuns(session);
    Scale scale = session.scale();
    for (Pair pair : pairs(scale)) {
      for (long seed = 1; seed <= session.seeds(this, pair.arm()); seed++) {
        var networks = new LinkedHashMap<String, Network>();
        pair.contenders().forEach(c -> networks.put(c.name(), c.network()));
        runs.complete(
            new TimedRuns.Job(
                spec(scale, pair, seed), networks, MODES, pair.batch(), repetitions(scale)));
      }
    }
  }

  private RunSpec spec(Scale scale, Pair pair, long seed) {
    return new RunSpec(id(), pair.arm(), scale, seed, configuration(scale, pair));
  }

  private static Map<String, Object> configuration(Scale scale, Pair pair) {
    return Map.of(
        "batch", pair.batch(),
        "blocks", pair.blocks(),
        "repetitions", repetitions(scale),
        "precision", "F32",
        "first", pair.first().network().name(),
        "second", pair.second().network().name());
  }

  @Override
  public Map<String, Object> protocol(Scale scale, String arm) {
    return pairs(scale).stream()
        .filter(pair -> pair.arm().equals(arm))
        .findFirst()
        .map(pair -> configuration(scale, pair))
        .orElse(Map.of());
  }

  @Override
  public Conclusion conclude(Scale scale, List<RunRecord> records) {
    return BlockCostReport.of(pairs(scale), TodaysProtocol.only(this, scale, records));
  }
}
