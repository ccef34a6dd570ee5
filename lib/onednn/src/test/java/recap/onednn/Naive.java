package recap.onednn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import recap.nn.AdaptiveAvgPool;
import recap.nn.Add;
import recap.nn.AvgPool;
import recap.nn.BatchNorm;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.DropPath;
import recap.nn.Dropout;
import recap.nn.Flatten;
import recap.nn.GlobalAvgPool;
import recap.nn.Input;
import recap.nn.Linear;
import recap.nn.LocalResponseNorm;
import recap.nn.MaxPool;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Op;
import recap.nn.PaddedShortcut;
import recap.nn.Param;
import recap.nn.ReLU;
import recap.nn.Scale;
import recap.nn.ScaleChannels;
import recap.nn.Shape;
import recap.nn.Sigmoid;
import recap.nn.Tanh;
import recap.nn.Window;

/**
 * Every layer as its definition reads, in double, one loop for each index: the oracle of the
 * kernels. Tensors are row-major N, C, H, W or N, F. Nothing random: dropout is the identity.
 */
final class Naive {
  /** Multiplications by a weight so far, those with the zeros of a padding included. */
  long macs;

  /** Taps of pools so far. */
  long taps;

  private final int batch;
  private final boolean training;

  /**
   * @param training whether batch norm takes the statistics of the batch
   */
  Naive(int batch, boolean training) {
    this.batch = batch;
    this.training = training;
  }

  /** The outputs of {@code network} for one tensor for each of its inputs, in node order. */
  List<double[]> outputs(
      Network network, List<double[]> inputs, Function<String, double[]> weights) {
    Map<Node, double[]> values = new HashMap<>();
    int input = 0;
    for (Node node : network.nodes()) {
      if (node.op() instanceof Input) {
        values.put(node, inputs.get(input++));
      } else {
        var from = node.inputs().stream().map(values::get).toList();
        var params =
            node.parameters().stream()
                .map(Param::name)
                .map(name -> weights.apply(node.name() + "." + name))
                .toList();
        values.put(node, layer(node.op(), node.inputShapes(), from, params));
      }
    }
    return network.outputs().stream().map(values::get).toList();
  }

  /** One layer; {@code params} in the layer's order. */
  double[] layer(Op op, List<Shape> shapes, List<double[]> inputs, List<double[]> params) {
    Shape in = shapes.get(0);
    double[] x = inputs.get(0);
    if (op instanceof Conv2d conv) {
      return conv(conv, in, x, params.get(0), conv.bias() ? params.get(1) : null);
    } else if (op instanceof Linear linear) {
      return linear(linear, in, x, params.get(0), linear.bias() ? params.get(1) : null);
    } else if (op instanceof BatchNorm norm) {
      return batchNorm(norm, in, x, params);
    } else if (op instanceof MaxPool pool) {
      return maxPool(pool, in, x);
    } else if (op instanceof AvgPool pool) {
      return avgPool(pool, in, x);
    } else if (op instanceof AdaptiveAvgPool pool) {
      return adaptiveAvgPool(pool, in, x);
    } else if (op instanceof GlobalAvgPool) {
      return globalAvgPool(in, x);
    } else if (op instanceof LocalResponseNorm norm) {
      return localResponseNorm(norm, in, x);
    } else if (op instanceof PaddedShortcut shortcut) {
      return paddedShortcut(shortcut, in, x);
    } else if (op instanceof Add) {
      return add(inputs);
    } else if (op instanceof Concat) {
      return concat(shapes, inputs);
    } else if (op instanceof ScaleChannels) {
      return scaleChannels(in, x, inputs.get(1));
    }
    return map(x, function(op));
  }

  private static DoubleUnaryOperator function(Op op) {
    if (op instanceof ReLU) {
      return v -> Math.max(0, v);
    } else if (op instanceof Tanh) {
      return Math::tanh;
    } else if (op instanceof Sigmoid) {
      return v -> 1 / (1 + Math.exp(-v));
    } else if (op instanceof Swish) {
      return v -> v / (1 + Math.exp(-v));
    } else if (op instanceof Scale scale) {
      return v -> scale.factor() * v;
    } else if (op instanceof Input
        || op instanceof Flatten
        || op instanceof Dropout
        || op instanceof DropPath) {
      return v -> v;
    }
    throw new IllegalArgumentException(
        "Naive: expected a layer with a naive form, received " + op + "; add it to Naive.");
  }

  private static double[] map(double[] x, DoubleUnaryOperator f) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = f.applyAsDouble(x[i]);
    }
    return y;
  }

  private static int at(Shape shape, int n, int c, int h, int w) {
    return ((n * shape.channels() + c) * shape.height() + h) * shape.width() + w;
  }

  /** {@code x} at a pixel, 0 in the padding. */
  private static double padded(Shape shape, double[] x, int n, int c, int h, int w) {
    return inside(shape, h, w) ? x[at(shape, n, c, h, w)] : 0;
  }

  private static boolean inside(Shape shape, int h, int w) {
    return h >= 0 && h < shape.height() && w >= 0 && w < shape.width();
  }

  /** How often a window fits, counted by moving it; with {@code ceil} once more for a rest. */
  static int positions(int in, int kernel, int stride, int padding, int dilation, boolean ceil) {
    int reach = dilation * (kernel - 1) + 1;
    int end = in + padding;
    int count = 0;
    int start = -padding;
    while (start + reach <= end) {
      count++;
      start += stride;
    }
    boolean rest = start - stride + reach < end;
    return ceil && rest && start < in ? count + 1 : count;
  }

  private static Shape moved(Window w, int channels, Shape in, boolean ceil) {
    return Shape.image(
        channels,
        positions(
            in.height(),
            w.kernel().height(),
            w.stride().height(),
            w.padding().height(),
            w.dilation().height(),
            ceil),
        positions(
            in.width(),
            w.kernel().width(),
            w.stride().width(),
            w.padding().width(),
            w.dilation().width(),
            ceil));
  }

  /** The row of the input under row {@code k} of the window at {@code i}. */
  private static int row(Window w, int i, int k) {
    return i * w.stride().height() - w.padding().height() + k * w.dilation().height();
  }

  private static int column(Window w, int j, int l) {
    return j * w.stride().width() - w.padding().width() + l * w.dilation().width();
  }

  private double[] conv(Conv2d conv, Shape in, double[] x, double[] weight, double[] bias) {
    Window window = conv.window();
    int kernelHeight = window.kernel().height();
    int kernelWidth = window.kernel().width();
    int inGroup = in.channels() / conv.groups();
    int outGroup = conv.outChannels() / conv.groups();
    Shape out = moved(window, conv.outChannels(), in, false);
    double[] y = new double[Math.toIntExact(batch * out.elements())];
    for (int n = 0; n < batch; n++) {
      for (int o = 0; o < out.channels(); o++) {
        for (int i = 0; i < out.height(); i++) {
          for (int j = 0; j < out.width(); j++) {
            double sum = bias == null ? 0 : bias[o];
            int tap = o * inGroup * kernelHeight * kernelWidth;
            for (int c = o / outGroup * inGroup; c < (o / outGroup + 1) * inGroup; c++) {
              for (int k = 0; k < kernelHeight; k++) {
                for (int l = 0; l < kernelWidth; l++) {
                  sum +=
                      weight[tap++] * padded(in, x, n, c, row(window, i, k), column(window, j, l));
                  macs++;
                }
              }
            }
            y[at(out, n, o, i, j)] = sum;
          }
        }
      }
    }
    return y;
  }

  private double[] linear(Linear linear, Shape in, double[] x, double[] weight, double[] bias) {
    int outputs = linear.outFeatures();
    int features = in.channels();
    double[] y = new double[batch * outputs];
    for (int n = 0; n < batch; n++) {
      for (int o = 0; o < outputs; o++) {
        double sum = bias == null ? 0 : bias[o];
        for (int f = 0; f < features; f++) {
          sum += weight[o * features + f] * x[n * features + f];
          macs++;
        }
        y[n * outputs + o] = sum;
      }
    }
    return y;
  }

  private double[] batchNorm(BatchNorm norm, Shape in, double[] x, List<double[]> params) {
    boolean ofBatch = training && !norm.frozen();
    double[] y = new double[x.length];
    for (int c = 0; c < in.channels(); c++) {
      double mean = ofBatch ? mean(in, c, x, v -> v) : params.get(2)[c];
      double variance = ofBatch ? mean(in, c, x, v -> Math.pow(v - mean, 2)) : params.get(3)[c];
      double factor = params.get(0)[c] / Math.sqrt(variance + norm.epsilon());
      for (int n = 0; n < batch; n++) {
        for (int p = 0; p < in.height() * in.width(); p++) {
          int i = at(in, n, c, 0, p);
          y[i] = (x[i] - mean) * factor + params.get(1)[c];
        }
      }
    }
    return y;
  }

  /** The mean of {@code f} over all pixels of channel {@code c} in the batch. */
  private double mean(Shape in, int c, double[] x, DoubleUnaryOperator f) {
    int pixels = in.height() * in.width();
    double sum = 0;
    for (int n = 0; n < batch; n++) {
      for (int p = 0; p < pixels; p++) {
        sum += f.applyAsDouble(x[at(in, n, c, 0, p)]);
      }
    }
    return sum / (batch * pixels);
  }

  private double[] maxPool(MaxPool pool, Shape in, double[] x) {
    Window window = pool.window();
    Shape out = moved(window, in.channels(), in, pool.ceil());
    double[] y = new double[Math.toIntExact(batch * out.elements())];
    for (int n = 0; n < batch; n++) {
      for (int c = 0; c < out.channels(); c++) {
        for (int i = 0; i < out.height(); i++) {
          for (int j = 0; j < out.width(); j++) {
            double max = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < window.kernel().height(); k++) {
              for (int l = 0; l < window.kernel().width(); l++) {
                int h = row(window, i, k);
                int w = column(window, j, l);
                max = inside(in, h, w) ? Math.max(max, x[at(in, n, c, h, w)]) : max;
                taps++;
              }
            }
            y[at(out, n, c, i, j)] = max;
          }
        }
      }
    }
    return y;
  }

  private double[] avgPool(AvgPool pool, Shape in, double[] x) {
    Window window = pool.window();
    var pad = window.padding();
    Shape out = moved(window, in.channels(), in, pool.ceil());
    double[] y = new double[Math.toIntExact(batch * out.elements())];
    for (int n = 0; n < batch; n++) {
      for (int c = 0; c < out.channels(); c++) {
        for (int i = 0; i < out.height(); i++) {
          for (int j = 0; j < out.width(); j++) {
            double sum = 0;
            int counted = 0;
            for (int k = 0; k < window.kernel().height(); k++) {
              for (int l = 0; l < window.kernel().width(); l++) {
                int h = row(window, i, k);
                int w = column(window, j, l);
                sum += padded(in, x, n, c, h, w);
                boolean padding = h < in.height() + pad.height() && w < in.width() + pad.width();
                counted += inside(in, h, w) || pool.countPadding() && padding ? 1 : 0;
                taps++;
              }
            }
            y[at(out, n, c, i, j)] = sum / counted;
          }
        }
      }
    }
    return y;
  }

  private double[] adaptiveAvgPool(AdaptiveAvgPool pool, Shape in, double[] x) {
    Shape out = Shape.image(in.channels(), pool.output().height(), pool.output().width());
    double[] y = new double[Math.toIntExact(batch * out.elements())];
    for (int to = 0; to < y.length; to++) {
      int map = to / out.width() / out.height();
      double i = to / out.width() % out.height();
      double j = to % out.width();
      int counted = 0;
      for (int h = 0; h < in.height(); h++) {
        for (int w = 0; w < in.width(); w++) {
          if (overlap(h, i, in.height(), out.height()) && overlap(w, j, in.width(), out.width())) {
            y[to] += x[(map * in.height() + h) * in.width() + w];
            counted++;
            taps++;
          }
        }
      }
      y[to] /= counted;
    }
    return y;
  }

  /** Whether pixel {@code p} of n and pixel {@code i} of m overlap, drawn over each other. */
  private static boolean overlap(int p, double i, int n, int m) {
    double tiny = 1e-9;
    return p < (i + 1) * n / m - tiny && p + 1 > i * n / m + tiny;
  }

  private double[] globalAvgPool(Shape in, double[] x) {
    int pixels = in.height() * in.width();
    double[] y = new double[batch * in.channels()];
    for (int i = 0; i < x.length; i++) {
      y[i / pixels] += x[i] / pixels;
      taps++;
    }
    return y;
  }

  private double[] localResponseNorm(LocalResponseNorm norm, Shape in, double[] x) {
    int half = norm.size() / 2;
    double[] y = new double[x.length];
    for (int n = 0; n < batch; n++) {
      for (int c = 0; c < in.channels(); c++) {
        for (int p = 0; p < in.height() * in.width(); p++) {
          double squares = 0;
          for (int near = c - half; near <= c + half; near++) {
            if (near >= 0 && near < in.channels()) {
              squares += Math.pow(x[at(in, n, near, 0, p)], 2);
            }
          }
          double base = norm.k() + norm.alpha() / norm.size() * squares;
          y[at(in, n, c, 0, p)] = x[at(in, n, c, 0, p)] / Math.pow(base, norm.beta());
        }
      }
    }
    return y;
  }

  private double[] paddedShortcut(PaddedShortcut shortcut, Shape in, double[] x) {
    int stride = shortcut.stride();
    Shape out = moved(Window.of(1).stride(stride), shortcut.outChannels(), in, false);
    double[] y = new double[Math.toIntExact(batch * out.elements())];
    for (int n = 0; n < batch; n++) {
      for (int c = 0; c < in.channels(); c++) {
        for (int i = 0; i < out.height(); i++) {
          for (int j = 0; j < out.width(); j++) {
            y[at(out, n, c, i, j)] = x[at(in, n, c, i * stride, j * stride)];
          }
        }
      }
    }
    return y;
  }

  private static double[] add(List<double[]> inputs) {
    double[] y = new double[inputs.get(0).length];
    for (double[] x : inputs) {
      for (int i = 0; i < y.length; i++) {
        y[i] += x[i];
      }
    }
    return y;
  }

  private double[] concat(List<Shape> shapes, List<double[]> inputs) {
    int length = inputs.stream().mapToInt(x -> x.length).sum();
    double[] y = new double[length];
    int end = 0;
    for (int n = 0; n < batch; n++) {
      for (int i = 0; i < inputs.size(); i++) {
        int size = Math.toIntExact(shapes.get(i).elements());
        System.arraycopy(inputs.get(i), n * size, y, end, size);
        end += size;
      }
    }
    return y;
  }

  private double[] scaleChannels(Shape in, double[] x, double[] gate) {
    int pixels = in.height() * in.width();
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = gate[i / pixels] * x[i];
    }
    return y;
  }
}
