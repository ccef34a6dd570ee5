package recap.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import recap.nn.Add;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.DropPath;
import recap.nn.Dropout;
import recap.nn.Extent;
import recap.nn.Flatten;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Shape;
import recap.nn.ShapeException;
import recap.nn.Window;
import recap.zoo.Zoo;

class AccountTest {
  private static Node stack(int convolutions) {
    Node x = Node.input(3, 32, 32);
    for (int i = 0; i < convolutions; i++) {
      x = x.then("conv" + i, Conv2d.of(8, 3).padding(1));
    }
    return x;
  }

  private static Extent seenBy(Node node) {
    var account = Account.of(Network.of("test", node), 1);
    return account.rows().get(account.rows().size() - 1).receptiveField();
  }

  @Test
  void stackedSmallKernelsSeeWhatOneLargeKernelSees() {
    assertThat(seenBy(stack(2))).isEqualTo(Extent.square(5));
    assertThat(seenBy(stack(3))).isEqualTo(Extent.square(7));
  }

  @Test
  void strideDilationAndOblongKernelsWidenTheReceptiveField() {
    Node pooled = stack(1).then(MaxPool.of(2, 2)); // sees 4, 2 apart
    assertThat(seenBy(pooled)).isEqualTo(Extent.square(4));
    assertThat(seenBy(pooled.then("after", Conv2d.of(8, 3)))).isEqualTo(Extent.square(8));
    var dilated = Conv2d.of(8, Window.of(3).dilation(2));
    assertThat(seenBy(stack(0).then("dilated", dilated))).isEqualTo(Extent.square(5));
    var oblong = Conv2d.of(8, Window.of(1, 7).padding(0, 3));
    assertThat(seenBy(stack(1).then("oblong", oblong))).isEqualTo(new Extent(3, 9));
  }

  @Test
  void aJoinSeesWhatItsWidestBranchSees() {
    Node x = Node.input(8, 16, 16);
    Node wide = x.then("wide", Conv2d.of(8, 5).padding(2));
    assertThat(seenBy(Node.join(new Add(), wide, x))).isEqualTo(Extent.square(5));
  }

  @Test
  void aJoinOfBranchesBesideOneAnotherSeesWhatBothSee() {
    Node x = Node.input(4, 8, 8);
    Node centred = x.then("conv", Conv2d.of(4, 3).stride(2).padding(1)); // rows -1 to 1
    Node shifted = x.then("pool", MaxPool.of(3, 2).ceiling()); // rows 0 to 2
    Node joined = Node.join("join", new Concat(), List.of(centred, shifted));
    assertThat(seenBy(joined.then("after", Conv2d.of(4, 1)))).isEqualTo(Extent.square(4));
    assertThat(seenBy(joined.then("after", Conv2d.of(4, 3)))).isEqualTo(Extent.square(8));
    // The first output sees nothing but padding.
    assertThat(seenBy(x.then("border", Conv2d.of(4, 1).padding(1)))).isEqualTo(Extent.square(1));
  }

  @Test
  void aVectorSeesTheWholeImage() {
    assertThat(seenBy(Node.input(3, 20, 30).then(new Flatten()).then("fc", Linear.of(10))))
        .isEqualTo(new Extent(20, 30));
  }

  @Test
  void bytesGrowWithTheBatchAndCountsDoNot() {
    var one = Account.of(Zoo.build("alexnet"), 1);
    var many = Account.of(Zoo.build("alexnet"), 128);
    assertThat(many.macs()).isEqualTo(one.macs());
    assertThat(many.activationBytes()).isEqualTo(128 * one.activationBytes());
    assertThat(many.savedBytes()).isEqualTo(128 * one.savedBytes());
    assertThat(many.peakBytes()).isEqualTo(128 * one.peakBytes());
  }

  @Test
  void aPoolCostsOneOperationForEachTap() {
    var row = Account.of(Zoo.build("alexnet"), 1).row("features.2");
    assertThat(row.output()).isEqualTo(Shape.image(64, 27, 27));
    assertThat(row.operations()).isEqualTo(419_904);
    assertThat(row.macs()).isZero();
  }

  @Test
  void droppingPathsKeepsAFactorForEachSampleAndNothingWithoutADrop() {
    Node x = Node.input(16, 8, 8).then("path", new DropPath(0.2f));
    x = x.then("no path", new DropPath(0)).then("no drop", new Dropout(0));
    var account = Account.of(Network.of("test", x.then(new GlobalAvgPool())), 32);
    assertThat(account.rows().stream().map(Row::savedBytes))
        .containsExactly(0L, 32 * 4L, 0L, 0L, 0L);
  }

  @Test
  void memoryIsCountedWhereTrainingNeedsIt() {
    Node x = Node.input(1, 4, 4); //                 64 bytes: conv saves its input
    x = x.then("conv", Conv2d.of(2, 3).padding(1)); // 128: nobody needs it, ReLU saves its output
    x = x.then("relu", new ReLU()); //               128: kept
    x = x.then("pool", MaxPool.of(2, 2)); //          32: 8 positions of maxima at one byte
    x = x.then(new Flatten()).then("drop", new Dropout(0.5f)); // mask and output: 64
    var account = Account.of(Network.of("test", x.then("fc", Linear.of(3))), 1);
    assertThat(account.rows().stream().map(Row::savedBytes))
        .containsExactly(64L, 0L, 128L, 8L, 0L, 64L, 0L);
    assertThat(account.activationBytes()).isEqualTo(64 + 128 + 128 + 32 + 32 + 32 + 12);
    assertThat(account.peakBytes()).isEqualTo(256);
  }

  @Test
  void mostParametersOfAlexNetAreFullyConnectedAndMostMacsAreConvolutions() {
    var account = Account.of(Zoo.build("alexnet"), 1);
    assertThat(account.share(LayerKind.FULLY_CONNECTED, Row::parameters))
        .isCloseTo(0.9596, within(1e-4));
    assertThat(account.share(LayerKind.CONVOLUTION, Row::macs)).isCloseTo(0.9179, within(1e-4));
    assertThat(account.share(LayerKind.OTHER, Row::macs)).isZero();
  }

  @Test
  void neuronsAndDepthAreThePapers() {
    // 290400 + 186624 + 64896 + 64896 + 43264 + 4096 + 4096 + 1000; the paper says 650 000.
    var account = Account.of(Zoo.build("alexnet_paper"), 1);
    assertThat(account.neurons()).isEqualTo(659_272);
    assertThat(account.depth()).isEqualTo(8);
    assertThat(Account.of(Zoo.build("cifar_se_resnet20"), 1).depth()).isEqualTo(20);
  }

  @Test
  void aThousandLayersAreCountedAtOnce() {
    // Processor time of this thread, since other processes may hold the machine; 0.1 s when warm.
    Account.of(Zoo.build("cifar_resnet110"), 128);
    var clock = ManagementFactory.getThreadMXBean();
    long started = clock.getCurrentThreadCpuTime();
    var account = Account.of(Zoo.build("cifar_resnet1202"), 128);
    assertThat(Duration.ofNanos(clock.getCurrentThreadCpuTime() - started))
        .isLessThan(Duration.ofSeconds(1));
    assertThat(account.depth()).isEqualTo(1202);
    assertThat(account.parameters()).isEqualTo(19_421_274);
  }

  @Test
  void anEmptyBatchIsRefused() {
    var network = Zoo.build("alexnet4_relu");
    assertThatThrownBy(() -> Account.of(network, 0))
        .isInstanceOf(ShapeException.class)
        .hasMessage("Account: expected a batch of at least 1, received 0; raise the batch.");
  }

  @Test
  void aBatchWhoseBytesAreNoLongIsRefused() {
    var network = Zoo.build("vgg16", Shape.image(3, 9_999, 9_999));
    assertThat(Account.of(network, 1_000_000).savedBytes()).isPositive();
    assertThatThrownBy(() -> Account.of(network, Integer.MAX_VALUE))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "Account: expected outputs of fewer than 2^63 bytes, received a batch of 2147483647 of"
                + " 3x9999x9999; lower the batch or take a smaller input.");
  }

  /** With the exceptions that {@link Account#depth} names. */
  @Test
  void depthIsTheNumberInThePapersNames() {
    var number = Pattern.compile("(?:vgg|plain|resnet|resnext|densenet|densenet_bc)(\\d+)");
    int checked = 0;
    for (String name : Zoo.names()) {
      var found = number.matcher(name);
      if (found.find() && !name.startsWith("cifar_wide")) {
        assertThat(Account.of(Zoo.build(name), 1).depth())
            .as(name)
            .isEqualTo(Integer.parseInt(found.group(1)));
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(30);
    assertThat(Account.of(Zoo.build("cifar_wide_resnet28_10"), 1).depth()).isEqualTo(26);
    assertThat(Account.of(Zoo.build("fractalnet20"), 1).depth()).isEqualTo(21);
  }

  @Test
  void tapsOfLargeWindowsTakeFourBytes() {
    for (int kernel : new int[] {15, 16}) {
      Node x = Node.input(2, 16, 16).then("pool", MaxPool.of(kernel, 1));
      long values = x.shape().elements();
      assertThat(Account.of(Network.of("test", x), 3).row("pool").savedBytes())
          .isEqualTo(3 * values * (kernel == 15 ? 1 : 4));
    }
  }

  /** Each of the four maps takes 1024 bytes; the input stays for the sum. */
  @Test
  void aShortcutKeepsItsInputAlive() {
    Node x = Node.input(4, 8, 8);
    Node y = x.then("conv", Conv2d.of(4, 3).padding(1)).then("relu", new ReLU());
    Network network = Network.of("block", Node.join("sum", new Add(), List.of(y, x)));
    assertThat(Account.of(network, 1).peakBytes()).isEqualTo(3 * 1024);
  }
}
