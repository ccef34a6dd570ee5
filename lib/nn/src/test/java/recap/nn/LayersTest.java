package recap.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shapes, parameters, counts and messages of the layers, none of which needs a kernel. */
class LayersTest {
  private static final Shape IMAGE = Shape.image(4, 6, 8);
  private static final Shape FEATURES = Shape.features(12);

  /** Layer, inputs, output. */
  static Stream<Arguments> shapes() {
    return Stream.of(
        shape(Conv2d.of(7, 3), "7x4x6", IMAGE),
        shape(Conv2d.of(8, 3).stride(2).padding(1).groups(4), "8x3x4", IMAGE),
        shape(MaxPool.of(3, 2), "4x2x3", IMAGE),
        shape(MaxPool.of(3, 2).ceiling(), "4x3x4", IMAGE),
        shape(AvgPool.of(2, 2), "4x3x4", IMAGE),
        shape(AvgPool.of(3, 2).ceiling(), "4x3x4", IMAGE),
        shape(new GlobalAvgPool(), "4", IMAGE),
        shape(new Flatten(), "192", IMAGE),
        shape(Linear.of(5), "5", FEATURES),
        shape(new BatchNorm(), "4x6x8", IMAGE),
        shape(new LocalResponseNorm(5, 1e-4f, 0.75f, 2), "4x6x8", IMAGE),
        shape(new ReLU(), "12", FEATURES),
        shape(new Tanh(), "4x6x8", IMAGE),
        shape(new Sigmoid(), "12", FEATURES),
        shape(new Dropout(0.5f), "12", FEATURES),
        shape(new DropPath(0.2f), "4x6x8", IMAGE),
        shape(new Scale(0.5f), "4x6x8", IMAGE),
        shape(new Add(), "4x6x8", IMAGE, IMAGE, IMAGE),
        shape(new Concat(), "9x6x8", IMAGE, Shape.image(5, 6, 8)),
        shape(new Concat(), "15", FEATURES, Shape.features(3)),
        shape(new PaddedShortcut(10, 2), "10x3x4", IMAGE),
        shape(new PaddedShortcut(4, 2), "4x4x5", Shape.image(4, 7, 9)),
        shape(new ScaleChannels(), "4x6x8", IMAGE, Shape.features(4)));
  }

  private static Arguments shape(Op op, String output, Shape... inputs) {
    return Arguments.of(op, output, List.of(inputs));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theOutputShapeIsInferred(Op op, String output, List<Shape> inputs) {
    assertThat(op.infer("x", inputs)).hasToString(output);
  }

  /** Layer, message behind the name, inputs. */
  static Stream<Arguments> refusals() {
    String features =
        "expected an image CxHxW, received 12 features; place it before Flatten or GlobalAvgPool.";
    String image =
        "expected features, received an image 4x6x8; put Flatten or GlobalAvgPool in between.";
    String two = "expected one input, received 2 inputs; join them with Add or Concat first.";
    return Stream.of(
        refusal(Conv2d.of(7, 3), features, FEATURES),
        refusal(
            Conv2d.of(6, 3).groups(3),
            "expected input channels divisible by 3 groups, received 4x6x8;"
                + " change the groups or the layer before.",
            IMAGE),
        refusal(
            Conv2d.of(7, 9),
            "expected at least 9 padded rows, received an input of 4x6x8 with padding 0x0;"
                + " use a larger input, a smaller kernel or more padding.",
            IMAGE),
        refusal(MaxPool.of(2, 2), features, FEATURES),
        refusal(AvgPool.of(2, 2), features, FEATURES),
        refusal(new GlobalAvgPool(), features, FEATURES),
        refusal(new Flatten(), features, FEATURES),
        refusal(new BatchNorm(), features, FEATURES),
        refusal(new LocalResponseNorm(5, 1e-4f, 0.75f, 2), features, FEATURES),
        refusal(new DropPath(0.2f), features, FEATURES),
        refusal(new PaddedShortcut(8, 2), features, FEATURES),
        refusal(Linear.of(5), image, IMAGE),
        refusal(new ReLU(), two, IMAGE, IMAGE),
        refusal(new Tanh(), two, IMAGE, IMAGE),
        refusal(new Sigmoid(), two, IMAGE, IMAGE),
        refusal(new Dropout(0.5f), two, IMAGE, IMAGE),
        refusal(new Scale(2), two, IMAGE, IMAGE),
        refusal(
            new Add(), "expected two or more inputs, received 1 input; pass both branches.", IMAGE),
        refusal(
            new Add(),
            "expected inputs of one shape, received [4x6x8, 5x6x8]; match them with a 1x1"
                + " convolution or PaddedShortcut on the shorter branch.",
            IMAGE,
            Shape.image(5, 6, 8)),
        refusal(new Concat(), "expected at least one input, received none; pass the branches."),
        refusal(
            new Concat(),
            "expected images of one height and width, or features alone, received [4x6x8, 4x6x7];"
                + " match strides and paddings of the branches.",
            IMAGE,
            Shape.image(4, 6, 7)),
        refusal(
            new Concat(),
            "expected images of one height and width, or features alone, received [12, 4x1x1];"
                + " flatten or pool the images first.",
            FEATURES,
            Shape.image(4, 1, 1)),
        refusal(
            new Concat(),
            "expected at most 2147483647 channels, received [2000000000, 2000000000];"
                + " join fewer or narrower inputs.",
            Shape.features(2_000_000_000),
            Shape.features(2_000_000_000)),
        refusal(
            new PaddedShortcut(3, 2),
            "expected at least 4 output channels, received 3;"
                + " a padded shortcut can only add channels.",
            IMAGE),
        refusal(
            new ScaleChannels(),
            "expected an image CxHxW and C features, received [4x6x8, 5];"
                + " pass the image first and one gate for each of its channels second.",
            IMAGE,
            Shape.features(5)));
  }

  private static Arguments refusal(Op op, String message, Shape... inputs) {
    return Arguments.of(op, message, List.of(inputs));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void inputsThatDoNotFitAreRefusedWithTheRemedy(Op op, String message, List<Shape> inputs) {
    assertThatThrownBy(() -> op.infer("layer1.0", inputs))
        .isInstanceOf(ShapeException.class)
        .hasMessage("layer1.0: " + message);
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> Conv2d.of(0, 3))
        .hasMessage("Conv2d: expected outChannels of at least 1, received 0; raise outChannels.");
    assertThatThrownBy(() -> Conv2d.of(8, 3).groups(3))
        .hasMessage(
            "Conv2d: expected groups that divide the output channels,"
                + " received 3 groups for 8 channels; change either.");
    assertThatThrownBy(() -> Linear.of(-1))
        .hasMessage("Linear: expected outFeatures of at least 1, received -1; raise outFeatures.");
    assertThatThrownBy(() -> new BatchNorm(0, 0.1f, false))
        .hasMessage("BatchNorm: expected epsilon above 0, received 0.0; use 1e-5.");
    assertThatThrownBy(() -> new BatchNorm(1e-5f, 2, false))
        .hasMessage("BatchNorm: expected momentum in [0, 1], received 2.0; use 0.1.");
    assertThatThrownBy(() -> new Dropout(1))
        .hasMessage("Dropout: expected a rate in [0, 1), received 1.0; use 0.5.");
    assertThatThrownBy(() -> new DropPath(Float.NaN))
        .hasMessage("DropPath: expected a rate in [0, 1), received NaN; use 0.2.");
    assertThatThrownBy(() -> new Scale(0))
        .hasMessage("Scale: expected a finite factor other than 0, received 0.0; use 0.5.");
    assertThatThrownBy(() -> new LocalResponseNorm(0, 1, 1, 1))
        .hasMessage("LocalResponseNorm: expected an odd size of at least 3, received 0; use 5.");
    for (float wrong : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new LocalResponseNorm(5, wrong, 0.75f, 2))
          .hasMessageContaining("received k 2.0, alpha " + wrong + ", beta 0.75;");
      assertThatThrownBy(() -> new LocalResponseNorm(5, 5e-4f, 0.75f, wrong))
          .hasMessageContaining("received k " + wrong + ", alpha 5.0E-4, beta 0.75;");
    }
    assertThatThrownBy(() -> new PaddedShortcut(8, 0))
        .hasMessage("PaddedShortcut: expected stride of at least 1, received 0; raise stride.");
    assertThatThrownBy(() -> Shape.image(3, 0, 5))
        .hasMessage("Shape: expected sizes of at least 1, received [3, 0, 5]; enlarge it.");
    assertThatThrownBy(() -> new Shape(List.of(1, 2)))
        .hasMessage(
            "Shape: expected C,H,W or F, received [1, 2];"
                + " use Shape.image(c, h, w) or Shape.features(f).");
  }

  /** Counts every product of the convolution's definition. */
  @Property(tries = 100)
  void macsAreTheProductsOfTheNaiveLoop(
      @ForAll @IntRange(min = 1, max = 3) int perGroup,
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 1, max = 9) int size,
      @ForAll @IntRange(min = 1, max = 4) int kernel,
      @ForAll @IntRange(min = 1, max = 3) int stride,
      @ForAll @IntRange(max = 2) int padding) {
    Assume.that(size + 2 * padding >= kernel);
    var conv = Conv2d.of(2 * groups, kernel).stride(stride).padding(padding).groups(groups);
    var input = Shape.image(perGroup * groups, size, size);
    long products = 0;
    for (int o = 0; o < 2 * groups; o++) {
      for (int i = 0; i + kernel <= size + 2 * padding; i += stride) {
        for (int j = 0; j + kernel <= size + 2 * padding; j += stride) {
          products += (long) perGroup * kernel * kernel;
        }
      }
    }
    assertThat(conv.macs(List.of(input))).isEqualTo(products);
    assertThat(conv.parameters(List.of(input)).get(0).elements())
        .isEqualTo(2L * groups * perGroup * kernel * kernel);
  }

  @Test
  void tensorsAreNamedAndShapedAsInStateDict() {
    assertThat(Conv2d.of(6, 3).groups(2).parameters(List.of(IMAGE)))
        .containsExactly(
            new Param("weight", List.of(6, 2, 3, 3), Param.Role.WEIGHT),
            new Param("bias", List.of(6), Param.Role.BIAS));
    assertThat(Conv2d.of(6, 3).noBias().parameters(List.of(IMAGE))).hasSize(1);
    assertThat(Linear.of(5).parameters(List.of(FEATURES)))
        .containsExactly(
            new Param("weight", List.of(5, 12), Param.Role.WEIGHT),
            new Param("bias", List.of(5), Param.Role.BIAS));
    assertThat(Linear.of(5).noBias().parameters(List.of(FEATURES))).hasSize(1);
    assertThat(new BatchNorm().parameters(List.of(IMAGE)).stream().map(Param::name))
        .containsExactly("weight", "bias", "running_mean", "running_var");
  }

  @Test
  void aWiringMistakeNamesTheNode() {
    Node x = Node.input(3, 8, 8);
    assertThatThrownBy(() -> x.then("fc", Linear.of(10)))
        .hasMessage(
            "fc (Linear): expected features, received an image 3x8x8;"
                + " put Flatten or GlobalAvgPool in between.");
    assertThatThrownBy(() -> x.then(Linear.of(10))).hasMessageStartingWith("Linear: expected");
  }

  @Test
  void poolsRefuseWindowsThatCouldSeeOnlyPadding() {
    assertThatThrownBy(() -> MaxPool.of(2, 2).padding(2))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "MaxPool: expected a padding of at most half its window of 2x2, received 2x2;"
                + " use less padding or a larger kernel.");
    assertThatThrownBy(() -> AvgPool.of(3, 1).padding(2)).isInstanceOf(ShapeException.class);
    var dilated = new MaxPool(Window.of(2).padding(2).dilation(3), false);
    assertThat(dilated.infer("pool", List.of(Shape.image(1, 5, 5)))).hasToString("1x6x6");
    for (Shape small : List.of(Shape.image(1, 1, 5), Shape.image(1, 5, 2))) {
      assertThatThrownBy(() -> dilated.infer("pool", List.of(small)))
          .isInstanceOf(ShapeException.class)
          .hasMessage(
              "pool: expected windows that each see a pixel of the input, received an input of "
                  + small
                  + " under 2x2 pad 2 dilation 3; use a larger input, less padding or less"
                  + " dilation.");
    }
    assertThatThrownBy(() -> new AvgPool(Window.of(2).dilation(3), false, true))
        .isInstanceOf(ShapeException.class)
        .hasMessage("AvgPool: expected adjacent taps, received a dilation of 3x3; leave it out.");
  }

  @Test
  void anImageOfTooManyValuesIsNoVector() {
    assertThatThrownBy(() -> Node.input(1, 65_536, 65_536).then("flat", new Flatten()))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "flat (Flatten): expected at most 2147483647 features, received an image 1x65536x65536; pool it"
                + " before.");
  }

  /** Each constant with a body is a class without a name. */
  private enum Power implements JavaLayer {
    SQUARE {
      @Override
      public void forward(Shape shape, int batch, float[] x, float[] y) {}
    },
    CUBE {
      @Override
      public void forward(Shape shape, int batch, float[] x, float[] y) {}
    };

    @Override
    public void backward(Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {}
  }

  private enum Swish implements JavaLayer {
    INSTANCE;

    @Override
    public void forward(Shape shape, int batch, float[] x, float[] y) {}

    @Override
    public void backward(Shape shape, int batch, float[] x, float[] y, float[] dy, float[] dx) {}
  }

  @Test
  void aLayerOfAClassWithoutANameHasOne() {
    assertThat(Swish.INSTANCE.kind()).isEqualTo("Swish");
    Node x = Node.input(3, 8, 8).then(Power.SQUARE);
    assertThat(Network.of("n", x).nodes().get(1)).hasToString("square (SQUARE) 3x8x8");
    assertThatThrownBy(() -> Node.join(Power.SQUARE, x, x))
        .hasMessageStartingWith("SQUARE: expected one input");
    var anonymous =
        new JavaLayer() {
          @Override
          public void forward(Shape shape, int batch, float[] in, float[] out) {}

          @Override
          public void backward(
              Shape shape, int batch, float[] in, float[] out, float[] dy, float[] dx) {}
        };
    assertThat(anonymous.kind()).isEqualTo("layer");
  }

  @Test
  void anAveragePoolKeepsItsOtherSettings() {
    assertThat(AvgPool.of(3, 1).padding(1).withoutPadding().ceiling())
        .isEqualTo(new AvgPool(Window.of(3).padding(1), true, false));
    assertThat(AvgPool.of(3, 2).ceiling())
        .isEqualTo(new AvgPool(Window.of(3).stride(2), true, true));
  }
}
