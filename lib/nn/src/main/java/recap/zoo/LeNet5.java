package recap.zoo;

import recap.nn.AvgPool;
import recap.nn.Conv2d;
import recap.nn.Flatten;
import recap.nn.Linear;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.ReLU;
import recap.nn.Shape;
import recap.nn.Tanh;

/** LeCun, Bottou, Bengio and Haffner 1998, section II.B and figure 2. */
public final class LeNet5 {
  private LeNet5() {}

  /** {@code lenet5}: the form of 1998. A 28x28 digit is padded to the paper's 32x32. */
  public static Network of1998(Shape input, int classes) {
    int border = input.height() == 28 ? 2 : 0;
    Node x = Node.input(input); //                                              1x32x32
    x = x.then("c1", Conv2d.of(6, 5).padding(border)).then("tanh1", new Tanh()); // 6x28x28
    // The paper's subsampling also has a learned factor and bias for each map, and a squashing
    // function behind it; that function is 1.7159 tanh(2/3 a), here it is tanh.
    x = x.then("s2", AvgPool.of(2, 2)); //                                      6x14x14
    // The paper's C3 has 60 of the 96 connections between maps (its table I): 1516 parameters,
    // here 2416.
    x = x.then("c3", Conv2d.of(16, 5)).then("tanh3", new Tanh()); //           16x10x10
    x = x.then("s4", AvgPool.of(2, 2)); //                                     16x5x5
    x = x.then("c5", Conv2d.of(120, 5)).then("tanh5", new Tanh()); //         120x1x1
    x = x.then(new Flatten()).then("f6", Linear.of(84)).then("tanh6", new Tanh());
    // The paper's outputs are distances to fixed bitmaps; here they are logits.
    return Network.of("lenet5", x.then("output", Linear.of(classes)));
  }

  /** {@code lenet5_lecture}: the lecture's variant with ReLU, max pooling and 20 and 50 filters. */
  public static Network lecture(Shape input, int classes) {
    Node x = Node.input(input); //                                              1x28x28
    x = x.then("conv1", Conv2d.of(20, 5).padding(2)).then("relu1", new ReLU()); // 20x28x28
    x = x.then("pool1", MaxPool.of(2, 2)); //                                  20x14x14
    x = x.then("conv2", Conv2d.of(50, 5).padding(2)).then("relu2", new ReLU()); // 50x14x14
    x = x.then("pool2", MaxPool.of(2, 2)).then("flatten", new Flatten()); //   2450
    x = x.then("fc1", Linear.of(500)).then("relu3", new ReLU());
    return Network.of("lenet5_lecture", x.then("fc2", Linear.of(classes)));
  }
}
