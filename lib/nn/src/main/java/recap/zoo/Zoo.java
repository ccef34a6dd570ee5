package recap.zoo;

import java.util.ArrayList;
import java.util.List;
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
  private static final Shape DIGIT = Shape.image(1, 28, 28);
  private static final Shape DIGIT_32 = Shape.image(1, 32, 32);
  private static final Shape CIFAR = Shape.image(3, 32, 32);
  private static final Shape IMAGE = Shape.image(3, 224, 224);
  private static final Shape IMAGE_227 = Shape.image(3, 227, 227);
  private static final Shape IMAGE_299 = Shape.image(3, 299, 299);

  /** Name, the paper's input and classes, builder, listed numbers ("..." for any other). */
  private static final List<Family> TABLE =
      List.of(
          // LeCun et al. 1998
          Family.of("lenet5", DIGIT_32, 10, LeNet5::of1998),
          Family.of("lenet5_lecture", DIGIT, 10, LeNet5::lecture),
          // Krizhevsky et al. 2012
          Family.of("alexnet", IMAGE, 1000, AlexNet::torchvision),
          Family.of("alexnet_paper", IMAGE_227, 1000, AlexNet::paper),
          Family.of("alexnet_ungrouped", IMAGE_227, 1000, AlexNet::ungrouped),
          Family.of("alexnet4_relu", CIFAR, 10, (in, c) -> AlexNet4.of(new ReLU(), in, c)),
          Family.of("alexnet4_tanh", CIFAR, 10, (in, c) -> AlexNet4.of(new Tanh(), in, c)),
          Family.of("alexnet4_sigmoid", CIFAR, 10, (in, c) -> AlexNet4.of(new Sigmoid(), in, c)),
          // Zeiler and Fergus 2013; Lin et al. 2013
          Family.of("zfnet", IMAGE, 1000, ZfNet::figure3),
          Family.of("zfnet_512_1024_512", IMAGE, 1000, ZfNet::large),
          Family.of("nin_cifar", CIFAR, 10, NetworkInNetwork::cifar),
          // Simonyan and Zisserman 2014
          Family.of("vgg#", IMAGE, 1000, Vgg::of, "11 13 16 19"),
          Family.of("vgg#_bn", IMAGE, 1000, Vgg::batchNorm, "11 13 16 19"),
          // Szegedy et al. 2014, 2016
          Family.of("googlenet", IMAGE, 1000, GoogLeNet::torchvision),
          Family.of("googlenet_aux", IMAGE, 1000, GoogLeNet::torchvisionWithAuxiliaries),
          Family.of("googlenet_paper", IMAGE, 1000, GoogLeNet::paper),
          Family.of("googlenet_paper_aux", IMAGE, 1000, GoogLeNet::paperWithAuxiliaries),
          Family.of("inception_v4", IMAGE_299, 1000, InceptionV4::of),
          Family.of("inception_resnet_v2", IMAGE_299, 1000, InceptionResNetV2::released),
          Family.of("inception_resnet_v2_paper", IMAGE_299, 1000, InceptionResNetV2::paper),
          // He et al. 2015
          Family.of("cifar_resnet#", CIFAR, 10, CifarResNet::resnet, "20 32 44 56 110 1202 ..."),
          Family.of("cifar_plain#", CIFAR, 10, CifarResNet::plain, "20 32 44 56 110 ..."),
          // He et al. 2016 (pre-activation)
          Family.of("cifar_preact_resnet#", CIFAR, 10, PreActResNet::of, "110 164 1001 ..."),
          // Huang et al. 2016 (stochastic depth)
          Family.of("cifar_stochastic_resnet#", CIFAR, 10, CifarResNet::stochastic, "110 ..."),
          // Zagoruyko and Komodakis 2016
          Family.of("cifar_wide_resnet#_#", CIFAR, 10, WideResNet::cifar, "40,1 16,8 28,10 ..."),
          // Xie et al. 2016
          Family.of("cifar_resnext#_#x#d", CIFAR, 10, CifarResNeXt::of, "29,8,64 29,16,64 ..."),
          // Larsson et al. 2016
          Family.of("fractalnet20", CIFAR, 10, FractalNet::cifar),
          // Huang et al. 2016 (dense connections)
          Family.of("densenet#", IMAGE, 1000, DenseNet::imageNet, "121 161 169 201"),
          Family.of("cifar_densenet#_k#", CIFAR, 10, DenseNet::cifar, "40,12 100,12 ..."),
          Family.of("cifar_densenet_bc#_k#", CIFAR, 10, DenseNet::cifarBc, "100,12 190,40 ..."),
          // Iandola et al. 2016
          Family.of("squeezenet1_0", IMAGE, 1000, SqueezeNet::v10),
          Family.of("squeezenet1_1", IMAGE, 1000, SqueezeNet::v11),
          // Hu et al. 2017
          Family.of("cifar_se_resnet#", CIFAR, 10, CifarResNet::squeezeExcite, "20 56 110 ..."));

  private static final List<Family> FAMILIES = withResNets();

  private Zoo() {}

  private static List<Family> withResNets() {
    var all = new ArrayList<>(TABLE);
    for (ResNet net : ResNet.TABLE) {
      all.add(Family.of(net.name(), IMAGE, 1000, net::build));
    }
    return List.copyOf(all);
  }

  /** All listed models, by paper, the ResNets for ImageNet last. */
  public static List<String> names() {
    return FAMILIES.stream().flatMap(family -> family.members().stream()).toList();
  }

  /** Whether {@link #build(String)} knows the name; its numbers may still be refused. */
  public static boolean contains(String name) {
    return FAMILIES.stream().anyMatch(family -> family.numbers(name).isPresent());
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
        .orElseThrow(() -> new UnknownModelException(name, names()));
  }
}
