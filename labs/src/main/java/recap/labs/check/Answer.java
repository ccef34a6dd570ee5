package recap.labs.check;

import java.util.Optional;
import recap.labs.check.Expectation.Mismatch;

/**
 * What a student's code made of a case: a value, or the words of what it threw.
 *
 * @param value null when it threw, or returned nothing
 * @param thrown null when it returned
 */
public record Answer(Object value, String thrown) {
  /** Lines that the kernel writes before a method or record to compile it. */
  private static final int LINES_BEFORE = 4;

  /** Lets {@code task} answer; never throws what it throws. */
  public static Answer of(Task task, Inputs inputs) {
    try {
      return new Answer(task.answer(inputs), null);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      return new Answer(null, describe(e));
    }
  }

  /** With the line of the student's own code, which the kernel has compiled as {@code REPL...}. */
  private static String describe(Throwable thrown) {
    for (StackTraceElement frame : thrown.getStackTrace()) {
      // The lambda of the test cell is below the student's method, so the first frame is his.
      if (frame.getClassName().startsWith("REPL.")) {
        return describe(thrown, frame);
      }
    }
    return "an exception: " + thrown;
  }

  private static String describe(Throwable thrown, StackTraceElement frame) {
    // Stands for the whole body of a method with an unknown name in it; its line says nothing.
    if (thrown.getClass().getName().equals("jdk.jshell.spi.SPIResolutionException")) {
      return """
          nothing: %s uses a method, variable or class that does not exist;
                     look for a spelling mistake or a cell that was not run"""
          .formatted(frame.getMethodName());
    }
    return """
        an exception: %s
                   in %s, line %d (its comment counted)"""
        .formatted(thrown, frame.getMethodName(), frame.getLineNumber() - LINES_BEFORE);
  }

  /** What is wrong with it, in full: for a visible case. */
  public Optional<String> failure(Check check, Case one) {
    return mismatch(one)
        .map(
            mismatch ->
                """
                %s: %s
                  for      %s
                  expected %s
                  received %s
                  see      %s
                """
                    .formatted(
                        check.id(),
                        check.title(),
                        described(one),
                        mismatch.expected(),
                        mismatch.received(),
                        check.formula()));
  }

  private static String described(Case one) {
    boolean bare = one.inputs().values().isEmpty();
    return bare ? one.topic() : one.topic() + ": " + Values.describe(one.inputs());
  }

  /** What is wrong with it. */
  public Optional<Mismatch> mismatch(Case one) {
    if (thrown != null) {
      return Optional.of(new Mismatch("an answer", thrown));
    }
    if (value == null) {
      return Optional.of(new Mismatch("an answer", "null"));
    }
    return one.expected().mismatch(value);
  }
}
