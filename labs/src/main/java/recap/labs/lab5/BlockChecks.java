package recap.labs.lab5;

import java.util.List;
import java.util.Map;
import recap.labs.blocks.Wiring;
import recap.labs.check.Case;
import recap.labs.check.Check;
import recap.labs.check.LabChecks;
import recap.labs.check.Tolerance;

/** The visible checks of lab 5: the papers' own blocks, and the contest. */
public final class BlockChecks implements LabChecks {
  /** Table 2 of Xie et al. 2016 has whole numbers. */
  private static final Tolerance ROUNDED = new Tolerance(0, 0.5);

  @Override
  public String lab() {
    return "lab5";
  }

  @Override
  public List<Check> checks() {
    return List.of(
        bottleneckMacs(),
        widthFor(),
        bottleneck(),
        inceptionMacs(),
        inception(),
        largestSqueeze(),
        valid(),
        contest());
  }

  private static Check bottleneckMacs() {
    return new Check(
        "lab5-bottleneck-macs",
        "the MACs of a bottleneck of several paths",
        "formula (2)",
        List.of(
            paths("small enough for paper", 4, 1, 2, 1).expect(52),
            paths("ResNet-50's second block", 256, 1, 64, 56).expect(218_365_952),
            paths("two paths", 4, 2, 1, 1).expect(34)));
  }

  /** A case of C paths of d filters between c channels, on S x S pixels. */
  public static Case.Given paths(String topic, int c, int cardinality, int d, int size) {
    return Case.of(topic)
        .with("channels", c)
        .with("C", cardinality)
        .with("d", d)
        .with("size", size);
  }

  private static Check widthFor() {
    return new Check(
        "lab5-width-for",
        "the width d at which C paths cost the budget",
        "formula (3)",
        List.of(
            budget("ResNet's bottleneck", 256, 1, 69_632).expect(64.0),
            budget("table 2 of the paper, C = 2", 256, 2, 69_632).expect(40.0, ROUNDED),
            budget("table 2 of the paper, C = 8", 256, 8, 69_632).expect(14.0, ROUNDED),
            budget("table 2 of the paper, C = 32", 256, 32, 69_632).expect(4.0, ROUNDED)));
  }

  /** A case of C paths between c channels that may have {@code budget} MACs a pixel. */
  public static Case.Given budget(String topic, int c, int cardinality, double budget) {
    return Case.of(topic).with("channels", c).with("C", cardinality).with("budget", budget);
  }

  private static Check bottleneck() {
    return new Check(
        "lab5-bottleneck",
        "the layers of a bottleneck of several paths",
        "formula (2) and the left of the figure",
        List.of(
            block("one path, the same shape", 16, 8, 8, 4, 16, 1, 1)
                .that(
                    Wiring.same(
                        """
                        1. Input: 16x8x8
                        2. Conv2d 4, 1x1, no bias: 4x8x8, from 1
                        3. BatchNorm: 4x8x8, from 2
                        4. ReLU: 4x8x8, from 3
                        5. Conv2d 4, 3x3 pad 1, no bias: 4x8x8, from 4
                        6. BatchNorm: 4x8x8, from 5
                        7. ReLU: 4x8x8, from 6
                        8. Conv2d 16, 1x1, no bias: 16x8x8, from 7
                        9. BatchNorm: 16x8x8, from 8
                        10. Add: 16x8x8, from 9 and 1
                        11. ReLU: 16x8x8, from 10
                        """)),
            block("four paths at stride 2", 16, 8, 8, 8, 32, 2, 4)
                .that(
                    Wiring.same(
                        """
                        1. Input: 16x8x8
                        2. Conv2d 8, 1x1, no bias: 8x8x8, from 1
                        3. BatchNorm: 8x8x8, from 2
                        4. ReLU: 8x8x8, from 3
                        5. Conv2d 8, 3x3 /2 pad 1, 4 groups, no bias: 8x4x4, from 4
                        6. BatchNorm: 8x4x4, from 5
                        7. ReLU: 8x4x4, from 6
                        8. Conv2d 32, 1x1, no bias: 32x4x4, from 7
                        9. BatchNorm: 32x4x4, from 8
                        10. Conv2d 32, 1x1 /2, no bias: 32x4x4, from 1
                        11. BatchNorm: 32x4x4, from 10
                        12. Add: 32x4x4, from 9 and 11
                        13. ReLU: 32x4x4, from 12
                        """))));
  }

  /** A case of a bottleneck of C paths, {@code middle} filters in all, on c x h x w. */
  public static Case.Given block(
      String topic, int c, int h, int w, int middle, int out, int stride, int cardinality) {
    return Case.of(topic)
        .with("C", c)
        .with("H", h)
        .with("W", w)
        .with("middle", middle)
        .with("out", out)
        .with("stride", stride)
        .with("cardinality", cardinality);
  }

  private static Check inceptionMacs() {
    return new Check(
        "lab5-inception-macs",
        "the MACs of an inception block, with and without its 1x1 reductions",
        "formulas (1) and (4)",
        List.of(
            inception("one filter each", 2, 1, 1, 1, 1, 1, 1, 1, 1)
                .expect(Map.of("reduced", 42, "direct", 72), Tolerance.EXACT),
            inception("GoogLeNet's block 3a", 192, 28, 28, 64, 96, 128, 16, 32, 32)
                .expect(Map.of("reduced", 128_049_152, "direct", 308_281_344), Tolerance.EXACT)));
  }

  /** A case of an {@link Inception} block on c x h x w. */
  public static Case.Given inception(String topic, int c, int h, int w, int... filters) {
    return Case.of(topic).with("C", c).with("H", h).with("W", w).with("filters", filters);
  }

  private static Check inception() {
    return new Check(
        "lab5-inception",
        "the layers of an inception block",
        "the right of the figure",
        List.of(
            inception("filters that all differ", 8, 6, 6, 3, 4, 5, 1, 2, 6)
                .that(
                    Wiring.same(
                        """
                        1. Input: 8x6x6
                        2. Conv2d 4, 1x1, with bias: 4x6x6, from 1
                        3. ReLU: 4x6x6, from 2
                        4. Conv2d 5, 3x3 pad 1, with bias: 5x6x6, from 3
                        5. ReLU: 5x6x6, from 4
                        6. Conv2d 1, 1x1, with bias: 1x6x6, from 1
                        7. ReLU: 1x6x6, from 6
                        8. Conv2d 2, 5x5 pad 2, with bias: 2x6x6, from 7
                        9. ReLU: 2x6x6, from 8
                        10. MaxPool 3x3 pad 1: 8x6x6, from 1
                        11. Conv2d 6, 1x1, with bias: 6x6x6, from 10
                        12. ReLU: 6x6x6, from 11
                        13. Conv2d 3, 1x1, with bias: 3x6x6, from 1
                        14. ReLU: 3x6x6, from 13
                        15. Concat: 16x6x6, from 5 and 9 and 12 and 14
                        """))));
  }

  private static Check largestSqueeze() {
    return new Check(
        "lab5-largest-squeeze",
        "the largest squeeze layer within a budget of parameters",
        "formula (5)",
        List.of(
            fire("SqueezeNet's fire2, to the last parameter", 96, 64, 64, 11_920).expect(16),
            fire("room to spare", 128, 128, 128, 47_500).expect(33)));
  }

  /** A case of a fire module that may have {@code budget} parameters. */
  public static Case.Given fire(String topic, int in, int e1, int e3, int budget) {
    return Case.of(topic).with("in", in).with("e1", e1).with("e3", e3).with("budget", budget);
  }

  private static Check valid() {
    return new Check(
        "lab5-contest-valid",
        "a network that may take part in the contest",
        "the rules of the contest",
        List.of(Case.of("the budget").that(ContestRules.valid())));
  }

  private static Check contest() {
    return new Check(
        "lab5-contest",
        "a network that wins against the baseline",
        "formula (6) and the rules of the contest",
        List.of(
            Case.of("seed " + Contest.OPEN_SEED)
                .with("seed", Contest.OPEN_SEED)
                .that(ContestRules.wins(Contest.OPEN_SEED))));
  }
}
