package recap.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import recap.nn.AdaptiveAvgPool;
import recap.nn.Add;
import recap.nn.Conv2d;
import recap.nn.Extent;
import recap.nn.Flatten;
import recap.nn.Linear;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Scale;
import recap.nn.Window;
import recap.zoo.Zoo;

class DiagramTest {
  private static Element parse(String svg) throws Exception {
    var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    var bytes = new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8));
    return builder.parse(bytes).getDocumentElement();
  }

  @Test
  void aStrideThatIsNotSquareIsShown() {
    var window = new Window(Extent.square(3), new Extent(1, 2), Extent.square(1), Extent.square(1));
    Network network =
        Network.of("n", Node.input(3, 8, 8).then(MaxPool.of(3, 2)).then(Conv2d.of(4, window)));
    assertThat(Diagram.of(network).svg()).contains("3x3 /1x2").contains("3x3 /2<");
  }

  @Test
  void anAdaptivePoolSaysWhatSizeItMakes() {
    Node x = Node.input(3, 8, 8).then(AdaptiveAvgPool.of(6));
    assertThat(Diagram.of(Network.of("n", x)).svg()).contains(">average pool to 6x6<");
  }

  static List<String> models() {
    return Zoo.names();
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyModelIsDrawnWithoutOverlapsAndWithinTheWidth(String name) throws Exception {
    Network network = Zoo.build(name);
    for (boolean expanded : new boolean[] {false, true}) {
      List<Item> items = Outline.of(network, expanded);
      var place = new Placement(items, 230, 1180);
      Map<Integer, List<Integer>> taken = new HashMap<>();
      for (int i = 0; i < items.size(); i++) {
        List<Integer> row = taken.computeIfAbsent(place.row(i), r -> new ArrayList<>());
        for (int x : row) {
          assertThat(Math.abs(x - place.x(i))).isGreaterThanOrEqualTo(place.boxWidth());
        }
        row.add(place.x(i));
        for (int input : items.get(i).inputs()) {
          int bottom = place.y(input) + items.get(input).height();
          assertThat(place.y(i)).isGreaterThanOrEqualTo(bottom + Placement.GAP);
        }
      }
    }
    Element svg = parse(Diagram.of(network).svg());
    assertThat(svg.getTagName()).isEqualTo("svg");
    assertThat(Integer.parseInt(svg.getAttribute("width"))).isBetween(300, 1250);
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo(name);
    assertThat(svg.getElementsByTagName("script").getLength()).isZero();
    assertThat(svg.getElementsByTagName("image").getLength()).isZero();
  }

  @Test
  void equalBlocksAreOneBoxWithACount() {
    String svg = Diagram.of(Zoo.build("resnet152")).svg();
    assertThat(svg).contains(">layer3.1 \u2026 layer3.35<", ">35 times 1x1, 3x3, 1x1 conv<");
    assertThat(svg).contains(">1.12 M parameters, 218 M MACs each<", ">1024x14x14<");
    assertThat(Outline.of(Zoo.build("cifar_resnet1202"), false)).hasSize(9);
  }

  @Test
  void aBlockHasTheColourOfItsLayersWithWeights() {
    Node x = Node.input(3, 8, 8).then(new Flatten());
    x = x.then("head.0.fc1", Linear.of(8)).then("head.0.fc2", Linear.of(8));
    x = x.then("tail.0.relu", new ReLU()).then("tail.0.scale", new Scale(0.5f));
    assertThat(Outline.of(Network.of("mlp", x), false).stream().filter(Item::block))
        .extracting(Item::paint)
        .containsExactly(Paint.LINEAR, Paint.OTHER);
    assertThat(Diagram.of(Network.of("mlp", x)).svg())
        .contains(">fully connected<")
        .doesNotContain(">convolution<");
  }

  @Test
  void expandedEveryLayerIsThere() {
    Network network = Zoo.build("googlenet_paper");
    String svg = Diagram.of(network).expanded().svg();
    network.parameters().keySet().stream()
        .filter(parameter -> parameter.endsWith(".weight"))
        .map(parameter -> parameter.replace(".weight", ""))
        .forEach(layer -> assertThat(svg).contains(">" + layer + "<"));
  }

  @Test
  void branchesStandSideBySideAndAuxiliariesAside() {
    List<Item> items = Outline.of(Zoo.build("googlenet_paper_aux"), true);
    var place = new Placement(items, 230, 1180);
    var rows = new HashMap<String, Integer>();
    var columns = new HashMap<String, Integer>();
    for (int i = 0; i < items.size(); i++) {
      if (!items.get(i).lines().isEmpty()) {
        rows.put(items.get(i).lines().get(0), place.row(i));
        columns.put(items.get(i).lines().get(0), place.x(i));
      }
    }
    assertThat(rows.get("inception3a.b3")).isEqualTo(rows.get("inception3a.pool_proj"));
    assertThat(columns.get("inception3a.b1")).isLessThan(columns.get("inception3a.b3"));
    assertThat(columns.get("inception3a.b1")).isEqualTo(-columns.get("inception3a.pool"));
    assertThat(columns.get("aux1.fc2")).isGreaterThan(columns.get("inception4b.pool"));
    assertThat(columns.get("fc")).isZero();
  }

  @Test
  void identityShortcutsGoAroundAndProjectionsHaveALane() {
    List<Item> items = Outline.of(Zoo.build("resnet18"), true);
    var place = new Placement(items, 230, 1180);
    int around = 0;
    for (int i = 0; i < items.size(); i++) {
      for (int input : items.get(i).inputs()) {
        around += place.isShortcut(input, i) ? 1 : 0;
      }
    }
    assertThat(around).isEqualTo(8 - 3);
  }

  @Test
  void namesAreEscapedAndLongOnesShortened() throws Exception {
    Node x = Node.input(3, 8, 8).then("a<b>&" + "long".repeat(30), Conv2d.of(4, 1));
    String svg = Diagram.of(Network.of("x<&>", x)).svg();
    assertThat(parse(svg).getElementsByTagName("title").item(0).getTextContent()).isEqualTo("x<&>");
    assertThat(svg).contains(">a&lt;b&gt;&amp;longlong").contains("\u2026<");
  }

  @Test
  void aLongNameOfANetworkFitsIntoThePicture() throws Exception {
    Node x = Node.input(3, 8, 8).then("conv", Conv2d.of(4, 1));
    for (int letters : new int[] {80, 200}) {
      Element svg = parse(Diagram.of(Network.of("n".repeat(letters), x)).svg());
      String title = svg.getElementsByTagName("text").item(0).getTextContent();
      assertThat(title).startsWith("nnn");
      assertThat(Integer.parseInt(svg.getAttribute("width")))
          .isGreaterThan((int) (16 + Svg.width(title, 16)));
    }
  }

  @Test
  void blocksThatWouldFormACycleAreDrawnLayerByLayer() {
    Node x = Node.input(4, 8, 8).then("block.0.a", Conv2d.of(4, 1));
    Node y = x.then("between", Conv2d.of(4, 1)).then("block.0.b", Conv2d.of(4, 1));
    Network network = Network.of("net", Node.join("sum", new Add(), List.of(x, y)));
    assertThat(Outline.of(network, false)).hasSize(5);
  }

  @Test
  void aDeepNetworkOfManyShortcutsDoesNotOverflow() {
    Node x = Node.input(1, 2, 2);
    for (int i = 0; i < 2000; i++) {
      x = Node.join(new Add(), x.then(new ReLU()), x);
    }
    String svg = Diagram.of(Network.of("deep", x)).expanded().svg();
    assertThat(svg.split(">add<", -1)).hasSize(2001);
  }

  @ParameterizedTest
  @CsvSource({
    "conv1, conv1",
    "features.0, features.0",
    "features.3.squeeze, features.3",
    "features.conv0, features.conv0",
    "features.denseblock1.denselayer1.norm1, features.denseblock1",
    "layer1.0.downsample.0, layer1.0",
    "inception3a.branch2.0.conv, inception3a",
    "stem.a.0.conv, stem",
    "classifier.6, classifier.6"
  })
  void theBlockOfALayerIsTheHeadOfItsName(String name, String block) {
    assertThat(Outline.key(name)).isEqualTo(block);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "999, 999",
    "1000, 1.00 k",
    "61706, 61.7 k",
    "999600, 1.00 M",
    "25557032, 25.6 M"
  })
  void countsAreShortenedToThreeDigits(long count, String text) {
    assertThat(Labels.si(count)).isEqualTo(text);
  }

  @Test
  void whatNoDocumentMayHoldIsReplaced() throws Exception {
    Node x = Node.input(3, 8, 8).then(".", Conv2d.of(4, 1)).then("\u0001\ud83d", new Flatten());
    Network network = Network.of("a\u0001b", x.then("fc", Linear.of(2)));
    Element svg = parse(Diagram.of(network).svg());
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("a\ufffdb");
    assertThat(Outline.key(".")).isEqualTo(".");
  }

  @Test
  void theShapeOfANarrowBranchIsWhole() {
    Node x = Node.input(3, 112, 112);
    var branches = new ArrayList<Node>();
    for (int i = 0; i < 14; i++) {
      branches.add(x.then("branch" + i, Conv2d.of(192, 1)));
    }
    Network network = Network.of("wide", Node.join("sum", new Add(), branches));
    assertThat(Diagram.of(network).svg().split(">192x112x112<", -1)).hasSize(14 + 1 + 1);
  }
}
