package recap.zoo;

import java.util.ArrayList;
import java.util.List;
import recap.nn.Nearest;
import recap.nn.Network;
import recap.nn.ReLU;
import recap.nn.Shape;
import recap.nn.Sigmoid;
import recap.nn.Tanh;

/**
 * Every architecture by name. A family with a number in its name ({@code cifar_resnet110}) takes
 * any number that the paper's formula allows; {@link #names()} lists the members that the papers
 * report.
 */
public final class Zoo {
  private static final Shape IMAGENET = Shape.image(3, 224, 224);
  private static final Shape IMAGENET_227 = Shape.image(3, 227, 227);
  private static final Shape CIFAR = Shape.image(3, 32, 32);

  private static final List<Family> FAMILIES = families();

  private Zoo() {}

  private static List<Family> families() {
    var all = new ArrayList<Family>();
    // AlexNet 2012
    all.add(cifar("alexnet4_relu", (n, in, c) -> AlexNet4.of(new ReLU(), in, c)));
    all.add(cifar("alexnet4_tanh", (n, in, c) -> AlexNet4.of(new Tanh(), in, c)));
    all.add(cifar("alexnet4_sigmoid", (n, in, c) -> AlexNet4.of(new Sigmoid(), in, c)));
    all.add(imageNet("alexnet", (n, in, c) -> AlexNet.torchvision(in, c)));
    all.add(one("alexnet_paper", IMAGENET_227, (n, in, c) -> AlexNet.paper(in, c)));
    all.add(one("alexnet_ungrouped", IMAGENET_227, (n, in, c) -> AlexNet.ungrouped(in, c)));
    // ResNet 2015
    all.add(
        cifar(
            "cifar_resnet#",
            (n, in, c) -> CifarResNet.resnet(n[0], in, c),
            "cifar_resnet20 cifar_resnet32 cifar_resnet44 cifar_resnet56 cifar_resnet110"
                + " cifar_resnet1202"));
    all.add(
        cifar(
            "cifar_plain#",
            (n, in, c) -> CifarResNet.plain(n[0], in, c),
            "cifar_plain20 cifar_plain32 cifar_plain44 cifar_plain56 cifar_plain110"));
    // Stochastic depth 2016
    all.add(
        cifar(
            "cifar_stochastic_resnet#",
            (n, in, c) -> CifarResNet.stochastic(n[0], 0.5, in, c),
            "cifar_stochastic_resnet110"));
    // SENet 2017
    all.add(
        cifar(
            "cifar_se_resnet#",
            (n, in, c) -> CifarResNet.squeezeExcite(n[0], in, c),
            "cifar_se_resnet20 cifar_se_resnet110"));
    return List.copyOf(all);
  }

  private static Family imageNet(String name, Family.Builder builder) {
    return one(name, IMAGENET, builder);
  }

  private static Family one(String name, Shape input, Family.Builder builder) {
    return Family.of(name, input, 1000, builder, name);
  }

  private static Family cifar(String name, Family.Builder builder) {
    return cifar(name, builder, name);
  }

  private static Family cifar(String template, Family.Builder builder, String members) {
    return Family.of(template, CIFAR, 10, builder, members);
  }

  /** All listed models, by paper in the order of publication. */
  public static List<String> names() {
    return FAMILIES.stream().flatMap(family -> family.members().stream()).toList();
  }

  /**
   * The model for the input and the classes of its paper.
   *
   * @throws UnknownModelException when there is none of that name
   */
  public static Network build(String name) {
    Family family = find(name);
    return build(name, family.input(), family.classes());
  }

  /**
   * The model for another input.
   *
   * @throws UnknownModelException when there is none of that name
   * @throws recap.nn.ShapeException when the input is too small; the message names the layer where
   *     the size runs out
   */
  public static Network build(String name, Shape input) {
    return build(name, input, find(name).classes());
  }

  /** The model for another input and number of classes, with the same exceptions. */
  public static Network build(String name, Shape input, int classes) {
    Family family = find(name);
    return family.builder().build(family.numbers(name).orElseThrow(), input, classes);
  }

  private static Family find(String name) {
    return FAMILIES.stream()
        .filter(family -> family.numbers(name).isPresent())
        .findFirst()
        .orElseThrow(() -> new UnknownModelException(name, Nearest.of(name, names())));
  }
}
