package recap.experiments.claims;

/**
 * A number or statement of the lecture notes.
 *
 * @param id {@code vgg-parameters}
 * @param source the notes that make it, by number: {@code 002;003}
 * @param topic the architecture it is about
 * @param quantity what is claimed, in our own words
 * @param claimed the value; several are separated by semicolons
 * @param unit of the value
 * @param tolerance relative deviation up to which a computed value still agrees: 0 for an exact
 *     count, more where the notes say "about"
 * @param check how it can be checked
 */
public record Claim(
    String id,
    String source,
    String topic,
    String quantity,
    String claimed,
    String unit,
    double tolerance,
    Check check) {
  /** How a claim can be checked. */
  public enum Check {
    /** By computing it. */
    EXACT,
    /** By training or timing networks. */
    MEASURE,
    /** By looking it up in the paper. */
    CITE
  }
}
