package recap.experiments.bench;

/**
 * What our own process knows of its step besides the time.
 *
 * @param reorders copies between layouts in a step
 * @param references primitives of a step for which oneDNN has only its reference, a plain loop
 * @param outsidePrimitives the share of the step's time in which no primitive runs, in [0, 1]
 */
record StepFacts(int reorders, int references, double outsidePrimitives) {
  /** What {@link #toString} wrote. */
  static StepFacts parse(String line) {
    String[] words = line.split(" ");
    return new StepFacts(
        Integer.parseInt(words[0]), Integer.parseInt(words[1]), Double.parseDouble(words[2]));
  }

  /** {@code 3 0 0.0125}. */
  @Override
  public String toString() {
    return reorders + " " + references + " " + outsidePrimitives;
  }
}
