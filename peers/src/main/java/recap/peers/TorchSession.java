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
import java.util.LinkedHashMap;
import java.util.Map;
import recap.nn.Network;
import recap.nn.Tensor;
import recap.nn.Weights;

/**
 * Training steps and inference of one network on PyTorch, on a fixed batch, as DJL's own trainer
 * does them but for what that does beside: no metrics, no listeners, no second copy of a gradient.
 * Everything a step makes is freed at its end.
 */
final class TorchSession implements AutoCloseable {
  /** The weight of an auxiliary classifier's loss: Szegedy et al. 2014, section 5. */
  private static final float AUXILIARY_WEIGHT = 0.3f;

  private final NDManager manager;
  private final TorchNetwork network;
  private final NDArray input;
  private final NDArray labels;
  private final Loss loss = Loss.softmaxCrossEntropyLoss();
  private final Optimizer optimizer;

  /**
   * @param images N x C x H x W or N x F values, row-major
   * @param labels N classes
   * @param rate of gradient descent with momentum 0.9 and weight decay 1e-4
   */
  TorchSession(
      Network network,
      Weights weights,
      float[] images,
      int[] labels,
      double rate,
      boolean training) {
    manager = Engine.getEngine("PyTorch").newBaseManager();
    this.network = new TorchNetwork(network, weights, manager, training);
    Shape sample =
        new Shape(network.input().shape().sizes().stream().mapToLong(Integer::longValue).toArray());
    try (NDArray staged = manager.create(images, new Shape(labels.length).addAll(sample))) {
      input = staged.duplicate();
    }
    this.labels = manager.create(labels);
    optimizer =
        Optimizer.sgd()
            .setLearningRateTracker(Tracker.fixed((float) rate))
            .optMomentum(0.9f)
            .optWeightDecays(1e-4f)
            .build();
  }

  /** Forward, loss, backward, update; returns the loss before the update. */
  double step() {
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

  /** The main output of the batch, N x classes, by the running statistics. */
  float[] infer() {
    try (NDManager step = manager.newSubManager()) {
      input.attach(step);
      float[] output = network.forward(input, false).get(0).toFloatArray();
      input.attach(manager);
      return output;
    }
  }

  /** All tensors as they are now. */
  Weights weights() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    network
        .parameters()
        .forEach(
            (name, array) -> {
              var shape = java.util.Arrays.stream(array.getShape().getShape());
              tensors.put(
                  name,
                  new Tensor(shape.mapToObj(size -> (int) size).toList(), array.toFloatArray()));
            });
    return new Weights(tensors);
  }

  @Override
  public void close() {
    network.close();
    manager.close();
  }
}
