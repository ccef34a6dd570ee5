package recap.experiments.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import recap.experiments.BlockCost;
import recap.experiments.Finding;
import recap.experiments.Verdict;
import recap.experiments.claims.Claim.Check;
import recap.experiments.record.Scale;
import recap.nn.Conv2d;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;
import recap.zoo.Zoo;

class ExactClaimsTest {
  /** What the notes have wrong. Everything else that can be computed is right. */
  private static final Set<String> WRONG =
      Set.of(
          "alexnet-operations",
          "vgg-fewer-than-alexnet",
          "vgg-fc-computation",
          "inception-reduced-ops",
          "googlenet-parameters-5m",
          "googlenet-parameters-13m",
          "googlenet-twelfth");

  private static Finding settle(String id, Models models) {
    return ExactClaims.settle(Claims.of(id), models);
  }

  @Test
  void everyExactClaimHasAComputationAndNoOther() {
    List<String> exact =
        Claims.all().stream().filter(c -> c.check() == Check.EXACT).map(Claim::id).toList();
    assertThat(exact).hasSize(61);
    assertThat(ExactClaims.ids()).containsExactlyInAnyOrderElementsOf(exact);
  }

  @Test
  void everyExactClaimIsReproducedOrCorrected() {
    for (String id : ExactClaims.ids()) {
      Finding finding = settle(id, Models.zoo());
      Verdict expected = WRONG.contains(id) ? Verdict.CORRECTED : Verdict.REPRODUCED;
      assertThat(finding.verdict()).as("%s: %s", id, finding).isEqualTo(expected);
      assertThat(finding.ours()).as(id).isNotBlank();
      assertThat(finding.evidence()).as(id).containsPattern("\\w{2}");
    }
  }

  /** VGG-16 whose convolutions see 5x5 instead of 3x3. */
  private static Network withLargerKernels(Network network) {
    Node[] copies = new Node[network.nodes().size()];
    for (Node node : network.nodes()) {
      var inputs = node.inputs().stream().map(input -> copies[input.index()]).toList();
      copies[node.index()] =
          inputs.isEmpty()
              ? Node.input(node.shape())
              : Node.join(
                  node.name(),
                  node.op() instanceof Conv2d conv
                      ? Conv2d.of(conv.outChannels(), 5).padding(2)
                      : node.op(),
                  inputs);
    }
    return Network.of(network.name(), copies[network.output().index()]);
  }

  @Test
  void changingALayerChangesTheVerdict() {
    UnaryOperator<Network> change =
        network -> network.name().equals("vgg16") ? withLargerKernels(network) : network;
    Models mutated = Models.changed(change);
    assertThat(settle("vgg-parameters", Models.zoo()).verdict()).isEqualTo(Verdict.REPRODUCED);
    Finding changed = settle("vgg-parameters", mutated);
    assertThat(changed.verdict()).isEqualTo(Verdict.CORRECTED);
    assertThat(Double.parseDouble(changed.ours())).isGreaterThan(138_000_000 * 1.1);
    assertThat(settle("resnet-34-vs-vgg", mutated).verdict()).isEqualTo(Verdict.CORRECTED);
    assertThat(settle("vgg-stages", mutated).verdict()).isEqualTo(Verdict.REPRODUCED);
  }

  /** GoogLeNet as VGG-16: what is wrong then is named, and the chart is another one. */
  @Test
  void aChartWithAnotherNetworkIsAnotherChart() {
    Models mutated =
        Models.changed(n -> n.name().equals("googlenet") ? Models.zoo().get("vgg16") : n);
    Finding finding = settle("complexity-chart", mutated);
    assertThat(finding.verdict()).isEqualTo(Verdict.CORRECTED);
    assertThat(finding.ours()).isEqualTo("another chart");
    assertThat(finding.evidence())
        .contains("resnet18, not googlenet: fewest operations but one")
        .contains("alexnet: fewest operations;");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alexnet", "alexnet_paper", "alexnet_ungrouped"})
  void aChangedAlexNetIsNoticed(String name) {
    Models mutated = Models.changed(n -> n.name().equals(name) ? withLargerKernels(n) : n);
    Set<String> noticed =
        ExactClaims.ids().stream()
            .filter(id -> id.startsWith("alexnet") || id.startsWith("zfnet"))
            .filter(id -> !settle(id, mutated).equals(settle(id, Models.zoo())))
            .collect(Collectors.toSet());
    assertThat(noticed).isNotEmpty();
  }

  /** Its own input and maps are no reason for themselves. */
  @Test
  void theInputOfAlexNetFollowsFromThePapersFigure() {
    Network larger = Zoo.build("alexnet_paper", Shape.image(3, 231, 231));
    Models mutated = Models.changed(n -> n.name().equals(larger.name()) ? larger : n);
    assertThat(settle("alexnet-conv1-output", mutated).ours()).isEqualTo("56x56x96");
    Finding input = settle("alexnet-input-227", mutated);
    assertThat(input.ours()).isEqualTo("227");
    assertThat(input.evidence())
        .isEqualTo(
            "of 200 to 250 only this size gives the 55x55 maps of the paper's figure 2 without a"
                + " rest; 224 gives (224 - 11) / 4 + 1 = 54.25");
  }

  @Test
  void correctionsShowTheCount() {
    assertThat(settle("vgg-fewer-than-alexnet", Models.zoo()).evidence())
        .isEqualTo("VGG-16 has 138,357,544 parameters, AlexNet 60,965,224: 2.27 times as many");
    assertThat(settle("vgg-fc-computation", Models.zoo()).ours()).isEqualTo("0.79917");
    assertThat(settle("inception-reduced-ops", Models.zoo()).ours()).isEqualTo("271351808");
    assertThat(settle("zfnet-bigger", Models.zoo()).evidence())
        .contains("with the paper's two 60,965,224 and")
        .contains("figure 3 62,357,608 and")
        .endsWith(
            "so 20,736 parameters fewer than without groups and 1,392,384 parameters more than with"
                + " two");
    assertThat(settle("resnet-50-vs-34", Models.zoo()).evidence())
        .contains("ResNet-34 with zero-padded shortcuts");
    assertThat(settle("complexity-chart", Models.zoo()).evidence())
        .contains("googlenet: fewest operations but one")
        .contains("accuracy as published: torchvision, first published weights, one 224x224 crop;")
        .endsWith(
            "; of inception_v4: TensorFlow-Slim's table of pre-trained models, one 299x299 crop");
    assertThat(settle("googlenet-parameters-13m", Models.zoo()).evidence())
        .contains("13 million counts both auxiliary classifiers: 13,378,280");
  }

  @Test
  void evidenceSaysHowFarOffWouldAgree() {
    assertThat(settle("vgg-fc-computation", Models.zoo()).evidence())
        .endsWith("; off by more than the 10 % that would agree");
    assertThat(settle("vgg-parameters", Models.zoo()).evidence()).contains("; agrees within ");
  }

  @Test
  void toleranceIsRelativeAndZeroMeansEqual() {
    Claim about = Claims.of("vgg-parameters");
    assertThat(Answer.number(138_600_000, "x").agrees(about)).isTrue();
    assertThat(Answer.number(139_000_000, "x").agrees(about)).isFalse();
    Claim exact = Claims.of("lenet-head");
    assertThat(Answer.numbers(List.of(500, 10), "x").agrees(exact)).isTrue();
    assertThat(Answer.numbers(List.of(500, 11), "x").agrees(exact)).isFalse();
    assertThat(Answer.numbers(List.of(500), "x").agrees(exact)).isFalse();
    assertThat(Answer.number(Double.NaN, "x").agrees(about)).isFalse();
  }

  /** A count that is timed has a row in its experiment too, which must not say something else. */
  @Test
  void whatIsTimedIsJudgedAsItIsCounted() {
    assertThat(new BlockCost().conclude(Scale.QUICK, List.of()).findings())
        .hasSize(3)
        .allSatisfy(
            timed -> {
              Finding counted = settle(timed.claim(), Models.zoo());
              assertThat(timed.verdict()).isEqualTo(counted.verdict());
              assertThat(timed.unit()).isEqualTo(counted.unit());
            });
    assertThat(BlockCost.TOLERANCE).isEqualTo(Claims.of("resnet-50-vs-34").tolerance());
    assertThat(Claims.of("resnet-basic-flops").tolerance()).isZero();
    assertThat(Claims.of("resnet-bottleneck-flops").tolerance()).isZero();
  }

  @Test
  void anUnknownClaimOffersTheNearest() {
    assertThatThrownBy(() -> Claims.of("vgg-parameter"))
        .hasMessageStartingWith(
            "Claims: expected the id of a claim, received 'vgg-parameter'; the nearest are [vgg-");
  }
}
