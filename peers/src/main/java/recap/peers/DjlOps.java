package recap.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import java.util.List;
import java.util.function.Function;
import recap.nn.Add;
import recap.nn.AvgPool;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.DropPath;
import recap.nn.Extent;
import recap.nn.Flatten;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.LocalResponseNorm;
import recap.nn.MaxPool;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.PaddedShortcut;
import recap.nn.ReLU;
import recap.nn.Scale;
import recap.nn.ScaleChannels;
import recap.nn.Sigmoid;
import recap.nn.Tanh;

/** Each layer of {@code recap.nn} as DJL's own operation, written as a user of DJL would. */
final class DjlOps {
  /** DJL's number for the axis where PyTorch has the channels; another makes it move axes. */
  private static final int CHANNELS = -1;

  private DjlOps() {}

  /**
   * The output of {@code node}.
   *
   * @param x the values of its inputs, N x C x H x W or N x F
   * @param parameters its tensors by their names within the layer; null for one it has not
   * @throws recap.nn.ShapeException for a layer that DJL has no operation for
   */
  static NDArray apply(
      Node node, List<NDArray> x, Function<String, NDArray> parameters, boolean training) {
    Op op = node.op();
    if (op instanceof Conv2d conv) {
      return convolution(conv, x.get(0), parameters);
    } else if (op instanceof recap.nn.BatchNorm norm) {
      return batchNorm(norm, x.get(0), parameters, training && !norm.frozen());
    } else if (op instanceof ReLU) {
      return Activation.relu(x.get(0));
    } else if (op instanceof Tanh) {
      return Activation.tanh(x.get(0));
    } else if (op instanceof Sigmoid) {
      return Activation.sigmoid(x.get(0));
    } else if (op instanceof MaxPool pool) {
      var w = pool.window();
      Unsupported.requireAdjacent(node, w);
      return Pool.maxPool2d(
          x.get(0), shape(w.kernel()), shape(w.stride()), shape(w.padding()), pool.ceil());
    } else if (op instanceof AvgPool pool) {
      var w = pool.window();
      Unsupported.requireAdjacent(node, w);
      return Pool.avgPool2d(
          x.get(0),
          shape(w.kernel()),
          shape(w.stride()),
          shape(w.padding()),
          pool.ceil(),
          pool.countPadding());
    } else if (op instanceof GlobalAvgPool) {
      return Pool.globalAvgPool2d(x.get(0));
    } else if (op instanceof Flatten) {
      return x.get(0).reshape(x.get(0).getShape().get(0), -1);
    } else if (op instanceof Linear) {
      return ai.djl.nn.core.Linear.linear(
              x.get(0), parameters.apply("weight"), parameters.apply("bias"))
          .singletonOrThrow();
    } else if (op instanceof Add) {
      return x.stream().reduce(NDArray::add).orElseThrow();
    } else if (op instanceof Concat) {
      return NDArrays.concat(new NDList(x), 1);
    } else if (op instanceof recap.nn.Dropout dropout) {
      return Dropout.dropout(x.get(0), dropout.rate(), training).singletonOrThrow();
    } else if (op instanceof DropPath && !training) {
      return x.get(0);
    } else if (op instanceof PaddedShortcut shortcut) {
      return paddedShortcut(shortcut, x.get(0));
    } else if (op instanceof LocalResponseNorm norm) {
      return localResponseNorm(node, norm, x.get(0));
    } else if (op instanceof Scale scale) {
      return x.get(0).mul(scale.factor());
    } else if (op instanceof ScaleChannels) {
      return x.get(0).mul(x.get(1).reshape(x.get(1).getShape().add(1, 1)));
    }
    throw Unsupported.layer(node, "DJL");
  }

  private static NDArray convolution(Conv2d conv, NDArray x, Function<String, NDArray> parameters) {
    var w = conv.window();
    return ai.djl.nn.convolutional.Conv2d.conv2d(
            x,
            parameters.apply("weight"),
            parameters.apply("bias"),
            shape(w.stride()),
            shape(w.padding()),
            shape(w.dilation()),
            conv.groups())
        .singletonOrThrow();
  }

  private static NDArray batchNorm(
      recap.nn.BatchNorm norm, NDArray x, Function<String, NDArray> parameters, boolean training) {
    return BatchNorm.batchNorm(
            x,
            parameters.apply("running_mean"),
            parameters.apply("running_var"),
            parameters.apply("weight"),
            parameters.apply("bias"),
            CHANNELS,
            // DJL's momentum is the weight of the old estimate, ours of the new one.
            1 - norm.momentum(),
            norm.epsilon(),
            training)
        .singletonOrThrow();
  }

  private static NDArray paddedShortcut(PaddedShortcut shortcut, NDArray x) {
    int stride = shortcut.stride();
    NDArray pixels = stride == 1 ? x : x.get(":, :, ::" + stride + ", ::" + stride);
    long missing = shortcut.outChannels() - x.getShape().get(1);
    return missing == 0 ? pixels : pixels.pad(new Shape(0, 0, 0, 0, 0, missing), 0);
  }

  /** The mean square over neighbouring channels is an average pool over them, as in PyTorch. */
  private static NDArray localResponseNorm(Node node, LocalResponseNorm norm, NDArray x) {
    Unsupported.requireOdd(node, norm);
    Shape shape = x.getShape();
    NDArray squares = x.square().reshape(shape.get(0), 1, shape.get(1), -1);
    NDArray mean =
        Pool.avgPool2d(
            squares,
            new Shape(norm.size(), 1),
            new Shape(1, 1),
            new Shape(norm.size() / 2, 0),
            false,
            true);
    return x.div(mean.mul(norm.alpha()).add(norm.k()).pow(norm.beta()).reshape(shape));
  }

  private static Shape shape(Extent extent) {
    return new Shape(extent.height(), extent.width());
  }
}
