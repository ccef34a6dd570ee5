package recap.labs.check;

/** What a student's code computes from the inputs of a case. */
@FunctionalInterface
public interface Task {
  /**
   * The answer: a number, text, boolean, array of numbers, list, map by name, or network.
   *
   * @throws Exception whatever the student's code throws, which fails the case
   */
  Object answer(Inputs in) throws Exception;
}
