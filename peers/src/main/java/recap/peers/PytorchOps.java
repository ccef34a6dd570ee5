package recap.peers;

import static org.bytedeco.pytorch.global.torch.*;

import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import recap.nn.Add;
import recap.nn.AvgPool;
import recap.nn.BatchNorm;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.DropPath;
import recap.nn.Dropout;
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

/**
 * Each layer of {@code recap.nn} as PyTorch's own operation. Of one that overwrites its input, or
 * passes it on, a second handle is made: the two are let go at different times.
 */
final class PytorchOps {
  private final PytorchNetwork network;
  private final boolean training;

  PytorchOps(PytorchNetwork network, boolean training) {
    this.network = network;
    this.training = training;
  }

  /**
   * The output of {@code node}.
   *
   * @param x the values of its inputs, N x C x H x W or N x F; the first may be overwritten
   * @throws recap.nn.ShapeException for a layer that PyTorch has no operation for
   */
  Tensor apply(Node node, List<Tensor> x) {
    Op op = node.op();
    Tensor first = x.get(0);
    if (op instanceof Conv2d conv) {
      var w = conv.window();
      return conv2d(
          first,
          network.parameter(node, "weight"),
          network.optional(node, "bias"),
          pair(w.stride()),
          pair(w.padding()),
          pair(w.dilation()),
          conv.groups());
    } else if (network.folded(node)) {
      return new Tensor(first);
    } else if (op instanceof BatchNorm norm) {
      return batchNorm(node, norm, first);
    } else if (op instanceof ReLU) {
      return mayOverwrite(node.input()) ? new Tensor(relu_(first)) : relu(first);
    } else if (op instanceof Tanh) {
      return tanh(first);
    } else if (op instanceof Sigmoid) {
      return sigmoid(first);
    } else if (op instanceof MaxPool pool) {
      var w = pool.window();
      return max_pool2d(
          first,
          pair(w.kernel()),
          pair(w.stride()),
          pair(w.padding()),
          pair(w.dilation()),
          pool.ceil());
    } else if (op instanceof AvgPool pool) {
      return average(node, pool, first);
    } else if (op instanceof GlobalAvgPool) {
      return adaptive_avg_pool2d(first, 1, 1).flatten(1, -1);
    } else if (op instanceof Flatten) {
      return first.flatten(1, -1);
    } else if (op instanceof Linear) {
      return linear(first, network.parameter(node, "weight"), network.optional(node, "bias"));
    } else if (op instanceof Add) {
      Tensor sum =
          mayOverwrite(node.input()) ? new Tensor(first.add_(x.get(1))) : first.add(x.get(1));
      return x.subList(2, x.size()).stream().reduce(sum, Tensor::add);
    } else if (op instanceof Concat) {
      return cat(new TensorVector(x.toArray(Tensor[]::new)), 1);
    } else if (op instanceof Dropout dropout) {
      return dropout(first, dropout.rate(), training);
    } else if (op instanceof DropPath && !training) {
      return new Tensor(first);
    } else if (op instanceof PaddedShortcut shortcut) {
      return paddedShortcut(shortcut, first);
    } else if (op instanceof LocalResponseNorm norm) {
      return localResponseNorm(node, norm, first);
    } else if (op instanceof Scale scale) {
      return first.mul(new Scalar(scale.factor()));
    } else if (op instanceof ScaleChannels) {
      return first.mul(x.get(1).unsqueeze(-1).unsqueeze(-1));
    }
    throw Unsupported.layer(node, "PyTorch");
  }

  /** Whether nobody needs the output of {@code node} once its reader has it, backward included. */
  private boolean mayOverwrite(Node node) {
    Op op = node.op();
    boolean savesInputsOnly =
        op instanceof Conv2d
            || op instanceof BatchNorm
            || op instanceof Linear
            || op instanceof Add;
    return savesInputsOnly && network.readByOne(node);
  }

  private Tensor batchNorm(Node node, BatchNorm norm, Tensor x) {
    return batch_norm(
        x,
        network.optional(node, "weight"),
        network.optional(node, "bias"),
        network.optional(node, "running_mean"),
        network.optional(node, "running_var"),
        training && !norm.frozen(),
        norm.momentum(),
        norm.epsilon(),
        false);
  }

  private static Tensor average(Node node, AvgPool pool, Tensor x) {
    var w = pool.window();
    Unsupported.requireAdjacent(node, w);
    return avg_pool2d(
        x,
        pair(w.kernel()),
        pair(w.stride()),
        pair(w.padding()),
        pool.ceil(),
        pool.countPadding(),
        new LongOptional());
  }

  private static Tensor paddedShortcut(PaddedShortcut shortcut, Tensor x) {
    Tensor pixels = x;
    if (shortcut.stride() > 1) {
      for (int axis = 2; axis < 4; axis++) {
        pixels = pixels.slice(axis, new LongOptional(), new LongOptional(), shortcut.stride());
      }
    }
    long missing = shortcut.outChannels() - x.size(1);
    return missing == 0 ? pixels : constant_pad_nd(pixels, 0, 0, 0, 0, 0, missing);
  }

  /** The mean square over neighbouring channels is an average pool over them, as in PyTorch. */
  private static Tensor localResponseNorm(Node node, LocalResponseNorm norm, Tensor x) {
    Unsupported.requireOdd(node, norm);
    long[] sizes = x.shape();
    Tensor squares = x.square().reshape(sizes[0], 1, sizes[1], sizes[2] * sizes[3]);
    Tensor mean =
        avg_pool2d(
            squares,
            new long[] {norm.size(), 1},
            new long[] {1, 1},
            new long[] {norm.size() / 2, 0},
            false,
            true,
            new LongOptional());
    Tensor base = mean.mul(new Scalar(norm.alpha())).add(new Scalar(norm.k()));
    return x.div(base.pow(new Scalar(norm.beta())).reshape(sizes));
  }

  private static long[] pair(Extent extent) {
    return new long[] {extent.height(), extent.width()};
  }
}
