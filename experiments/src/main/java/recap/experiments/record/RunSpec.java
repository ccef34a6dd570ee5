package recap.experiments.record;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that determines a run: one arm of an experiment with one seed. Runs with equal specs
 * are the same run.
 *
 * @param experiment {@code relu-vs-tanh}
 * @param arm which of the experiment's conditions, in the characters of a file name
 * @param scale how much of the protocol
 * @param seed determines initialisation, order, augmentation and dropout
 * @param configuration every setting that can change a number of the result; strings, numbers and
 *     booleans
 */
public record RunSpec(
    String experiment, String arm, Scale scale, long seed, Map<String, Object> configuration) {
  private static final int ID_DIGITS = 10;

  public RunSpec {
    if (!arm.matches("[a-z0-9][a-z0-9.-]*")) {
      throw new IllegalArgumentException(
          "RunSpec: expected an arm of lower-case letters, digits, dots and hyphens, received '"
              + arm
              + "'; it becomes part of a file name.");
    }
    configuration = Collections.unmodifiableMap(new TreeMap<>(configuration));
  }

  /** The first ten digits of the SHA-256 of the spec as JSON with sorted keys. */
  public String id() {
    return Json.sha256(this).substring(0, ID_DIGITS);
  }

  /** {@code plain-20-s1-3fa09c77d1}: the name of its files, without an ending. */
  public String fileName() {
    return arm + "-s" + seed + "-" + id();
  }
}
