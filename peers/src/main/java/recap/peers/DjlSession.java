package recap.peers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import recap.nn.Network;
import recap.nn.Weights;

/**
 * PyTorch through DJL, as DJL's own trainer does a step but for what that does beside: no metrics,
 * no listeners, no second copy of a gradient. Everything a step makes is freed at its end.
 *
 * <p>Settings, chosen as the fastest that DJL's documentation names for a CPU: one thread a
 * physical core within an operation, one between operations; inference without gradients. DJL
 * offers no channels-last layout to networks that are trained in Java, so data is N x C x H x W.
 */
final class DjlSession implements PeerSession {
  private final NDManager manager;
  private final DjlNetwork network;
  private final NDArray input;
  private final NDArray labels;
  private final Loss loss = Loss.softmaxCrossEntropyLoss();
  private final Optimizer optimizer;

  /**
   * Before the first session of a process.
   *
   * @param threads that compute
   */
  static void configure(int threads) {
    System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    // Both native parts are on the class path: nothing is to be fetched, nobody to be told.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  /**
   * @param images N x C x H x W or N x F values, row-major
   * @param labels N classes
   * @param rate of gradient descent
   */
  DjlSession(
      Network network,
      Weights weights,
      float[] images,
      int[] labels,
      double rate,
      boolean training) {
    manager = Engine.getEngine("PyTorch").newBaseManager();
    this.network = new DjlNetwork(network, weights, manager, training);
    Shape sample =
        new Shape(network.input().shape().sizes().stream().mapToLong(Integer::longValue).toArray());
    try (NDArray staged = manager.create(images, new Shape(labels.length).addAll(sample))) {
      input = staged.duplicate();
    }
    this.labels = manager.create(labels);
    optimizer =
        Optimizer.sgd()
            .setLearningRateTracker(Tracker.fixed((float) rate))
            .optMomentum((float) MOMENTUM)
            .optWeightDecays((float) WEIGHT_DECAY)
            .build();
  }

  @Override
  public String name() {
    return "djl-pytorch-" + Engine.getEngine("PyTorch").getVersion() + "-f32";
  }

  @Override
  public double step() {
    try (NDManager step = manager.newSubManager()) {
      float value;
      try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
        input.attach(step);
        NDList outputs = network.forward(input, true);
        NDArray total = loss.evaluate(new NDList(labels), new NDList(outputs.get(0)));
        for (int i = 1; i < outputs.size(); i++) {
          NDArray auxiliary = loss.evaluate(new NDList(labels), new NDList(outputs.get(i)));
          total = total.add(auxiliary.mul(AUXILIARY_WEIGHT));
        }
        collector.backward(total);
        value = total.getFloat();
      }
      update();
      input.attach(manager);
      return value;
    }
  }

  private void update() {
    for (NDArray parameter : network.parameters().values()) {
      if (parameter.hasGradient()) {
        try (NDArray gradient = parameter.getGradient()) {
          optimizer.update(parameter.getName(), parameter, gradient);
        }
      }
    }
  }

  @Override
  public float[] infer() {
    try (NDManager step = manager.newSubManager()) {
      input.attach(step);
      float[] output = network.forward(input, false).get(0).toFloatArray();
      input.attach(manager);
      return output;
    }
  }

  @Override
  public void close() {
    network.close();
    manager.close();
  }
}
