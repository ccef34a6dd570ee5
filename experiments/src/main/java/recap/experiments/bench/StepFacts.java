package recap.experiments.bench;

/**
 * What our own process knows of its step besides the time.
 *
 * @param reorders copies between layouts in a step
 * @param outsidePrimitives the share of the step's time in which no primitive runs, in [0, 1]
 */
record StepFacts(int reorders, double outsidePrimitives) {
  /** What {@link #toString} wrote. */
  static StepFacts parse(String line) {
    String[] words = line.split(" ");
    return new StepFacts(Integer.parseInt(words[0]), Double.parseDouble(words[1]));
  }

  /** {@code 3 0.0125}. */
  @Override
  public String toString() {
    return reorders + " " + outsidePrimitives;
  }
}
