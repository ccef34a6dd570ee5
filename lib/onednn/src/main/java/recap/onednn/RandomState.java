package recap.onednn;

import recap.nn.RandomStream;

/** Which random numbers the next step's masks draw: a function of seed, iteration and layer. */
final class RandomState {
  private long seed;
  private long iteration;

  void set(long seed, long iteration) {
    this.seed = seed;
    this.iteration = iteration;
  }

  /** To the masks of the next step. */
  void advance() {
    iteration++;
  }

  /** The stream of the layer called {@code name}. */
  RandomStream stream(String name) {
    return RandomStream.of(seed, "mask " + name, iteration);
  }
}
