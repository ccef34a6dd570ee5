package recap.zoo;

import java.util.List;
import recap.nn.AdaptiveAvgPool;
import recap.nn.AvgPool;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.Dropout;
import recap.nn.Flatten;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.LocalResponseNorm;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.ReLU;
import recap.nn.Shape;

/** Szegedy et al. 2014 (going deeper with convolutions), table 1; torchvision's form of it. */
public final class GoogLeNet {
  /**
   * A row of table 1.
   *
   * @param pooled whether a 3x3 / 2 max pool follows
   * @param aux the auxiliary classifier on its output, 0 for none
   */
  private record Row(
      String name, int x1, int r3, int x3, int r5, int x5, int proj, boolean pooled, int aux) {}

  private static final List<Row> TABLE =
      List.of(
          //       type  #1x1  #3x3 reduce  #3x3  #5x5 reduce  #5x5  pool proj
          new Row("3a", 64, 96, 128, 16, 32, 32, false, 0), //    256x28x28
          new Row("3b", 128, 128, 192, 32, 96, 64, true, 0), //   480x28x28
          new Row("4a", 192, 96, 208, 16, 48, 64, false, 1), //   512x14x14
          new Row("4b", 160, 112, 224, 24, 64, 64, false, 0), //  512x14x14
          new Row("4c", 128, 128, 256, 24, 64, 64, false, 0), //  512x14x14
          new Row("4d", 112, 144, 288, 32, 64, 64, false, 2), //  528x14x14
          new Row("4e", 256, 160, 320, 32, 128, 128, true, 0), // 832x14x14
          new Row("5a", 256, 160, 320, 32, 128, 128, false, 0), // 832x7x7
          new Row("5b", 384, 192, 384, 48, 128, 128, false, 0)); // 1024x7x7

  private GoogLeNet() {}

  /** {@code googlenet_paper}: table 1, as used for inference. */
  public static Network paper(Shape input, int classes) {
    return new Form(false, false, classes).build("googlenet_paper", input);
  }

  /** {@code googlenet_paper_aux}: with both auxiliary classifiers (section 5) as extra outputs. */
  public static Network paperWithAuxiliaries(Shape input, int classes) {
    return new Form(false, true, classes).build("googlenet_paper_aux", input);
  }

  /** {@code googlenet}: torchvision's form, as its weights are published. */
  public static Network torchvision(Shape input, int classes) {
    return new Form(true, false, classes).build("googlenet", input);
  }

  /** {@code googlenet_aux}: torchvision's form with both auxiliary classifiers. */
  public static Network torchvisionWithAuxiliaries(Shape input, int classes) {
    return new Form(true, true, classes).build("googlenet_aux", input);
  }

  /** What the forms differ in; torchvision's has batch norm and no response normalisation. */
  private record Form(boolean torchvision, boolean auxiliaries, int classes) {
    Network build(String name, Shape input) {
      // The paper gives no constants: those of Caffe's bvlc_googlenet, which divides alpha by the
      // size, too.
      var norm = new LocalResponseNorm(5, 1e-4f, 0.75f, 1);
      Node[] outputs = new Node[auxiliaries ? 3 : 1];
      Node x = Node.input(input); //                                               3x224x224
      x = unit(x, "conv1", Conv2d.of(64, 7).stride(2).padding(3)); //             64x112x112
      x = x.then("pool1", MaxPool.of(3, 2).ceiling()); //                         64x56x56
      x = torchvision ? x : x.then("norm1", norm);
      x = unit(x, torchvision ? "conv2" : "conv2_reduce", Conv2d.of(64, 1));
      x = unit(x, torchvision ? "conv3" : "conv2", Conv2d.of(192, 3).padding(1));
      x = torchvision ? x : x.then("norm2", norm); //                            192x56x56
      x = x.then("pool2", MaxPool.of(3, 2).ceiling()); //                        192x28x28
      for (Row row : TABLE) {
        x = inception(x, row);
        if (row.aux > 0 && auxiliaries) {
          outputs[row.aux] = auxiliary(x, "aux" + row.aux);
        }
        if (row.pooled) {
          // torchvision's last pool is 2x2.
          int kernel = torchvision && row.name.equals("4e") ? 2 : 3;
          x = x.then("pool" + row.name.charAt(0), MaxPool.of(kernel, 2).ceiling());
        }
      }
      x = x.then("avgpool", new GlobalAvgPool());
      x = x.then("dropout", new Dropout(torchvision ? 0.2f : 0.4f));
      outputs[0] = x.then("fc", Linear.of(classes));
      return Network.of(name, outputs);
    }

    /** Figure 2 (b): four branches side by side. */
    private Node inception(Node x, Row row) {
      String in = "inception" + row.name + ".";
      String[] names =
          torchvision
              ? new String[] {
                "branch1",
                "branch2.0",
                "branch2.1",
                "branch3.0",
                "branch3.1",
                "branch4.0",
                "branch4.1"
              }
              : new String[] {"b1", "b3_reduce", "b3", "b5_reduce", "b5", "pool", "pool_proj"};
      // torchvision has a 3x3 here too, an early porting slip that its weights depend on.
      int five = torchvision ? 3 : 5;
      Node b1 = unit(x, in + names[0], Conv2d.of(row.x1, 1));
      Node b3 = unit(x, in + names[1], Conv2d.of(row.r3, 1));
      b3 = unit(b3, in + names[2], Conv2d.of(row.x3, 3).padding(1));
      Node b5 = unit(x, in + names[3], Conv2d.of(row.r5, 1));
      b5 = unit(b5, in + names[4], Conv2d.of(row.x5, five).padding(five / 2));
      Node pool = x.then(in + names[5], MaxPool.of(3, 1).padding(1));
      pool = unit(pool, in + names[6], Conv2d.of(row.proj, 1));
      return Node.join(in + "concat", new Concat(), List.of(b1, b3, b5, pool));
    }

    /** Section 5: 5x5 / 3 average pool, 128 1x1 filters, 1024 units, 70 % dropout. */
    private Node auxiliary(Node x, String name) {
      Op pool = torchvision ? AdaptiveAvgPool.of(4) : AvgPool.of(5, 3);
      x = x.then(name + ".pool", pool); //                                        512x4x4
      x = unit(x, name + ".conv", Conv2d.of(128, 1)).then(name + ".flatten", new Flatten());
      x = x.then(name + ".fc1", Linear.of(1024)).then(name + ".relu1", new ReLU());
      return x.then(name + ".dropout", new Dropout(0.7f)).then(name + ".fc2", Linear.of(classes));
    }

    private Node unit(Node x, String name, Conv2d conv) {
      return torchvision
          ? ConvNorm.of(x, name, conv)
          : x.then(name, conv).then(name + "_relu", new ReLU());
    }
  }
}
