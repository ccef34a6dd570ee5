package recap.peers;

/** Training steps and inference of one network on a fixed batch, by another library. */
interface PeerSession extends AutoCloseable {
  double MOMENTUM = 0.9;

  double WEIGHT_DECAY = 1e-4;

  /** The weight of an auxiliary classifier's loss: Szegedy et al. 2014, section 5. */
  float AUXILIARY_WEIGHT = 0.3f;

  /** What computes, with its version, and in what: {@code djl-pytorch-2.7.1-f32}. */
  String name();

  /** Forward, loss, backward, update; returns the loss before the update. */
  double step();

  /** The main output of the batch, N x classes, by the running statistics. */
  float[] infer();

  @Override
  void close();
}
