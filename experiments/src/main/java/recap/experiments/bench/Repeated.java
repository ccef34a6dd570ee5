package recap.experiments.bench;

/** A step on a fixed batch that can be done again and again. */
interface Repeated extends AutoCloseable {
  /** What computes it, a word. */
  String name();

  /** Does it once. */
  void step();

  /** What else is known of it; of the bare primitives nothing. */
  StepFacts facts();

  @Override
  void close();
}
