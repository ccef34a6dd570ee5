package recap.labs.judge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Optional;
import recap.labs.check.Answer;
import recap.labs.check.Case;
import recap.labs.check.Check;
import recap.labs.wire.Lines;
import recap.labs.wire.ValueCodec;

/**
 * One conversation with a kernel about one check.
 *
 * @param check the id of the check
 * @param passed whether all cases held
 * @param text for the student: a visible failure in full, a hidden one by its topic
 */
record Attempt(String check, boolean passed, String text) {
  /** Some of the text is the student's: the message of his exception, the value he returned. */
  private static final int LONGEST_TEXT = 4000;

  Attempt {
    text = text.length() <= LONGEST_TEXT ? text : start(text) + " ...";
  }

  /** No half of a character that takes two. */
  private static String start(String text) {
    boolean halved = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1));
    return text.substring(0, halved ? LONGEST_TEXT - 1 : LONGEST_TEXT);
  }

  /** Asks for the answers to all cases, up to the first that fails; the kernel is told the end. */
  static Attempt hold(GradedCheck graded, Lines kernel) throws IOException {
    Check check = graded.visible();
    for (Case one : check.cases()) {
      Optional<String> failure = ask(kernel, one).failure(check, one);
      if (failure.isPresent()) {
        return new Attempt(check.id(), false, failure.get().stripTrailing());
      }
    }
    for (Case one : graded.hidden()) {
      if (ask(kernel, one).mismatch(one).isPresent()) {
        String text = "%s: %s\n  a hidden case fails: %s\n  see      %s";
        return new Attempt(
            check.id(),
            false,
            text.formatted(check.id(), check.title(), one.topic(), check.formula()));
      }
    }
    String text = "%s: all cases passed, %d visible and %d hidden";
    return new Attempt(
        check.id(), true, text.formatted(check.id(), check.cases().size(), graded.hidden().size()));
  }

  private static Answer ask(Lines kernel, Case one) throws IOException {
    kernel.write(
        JsonNodeFactory.instance.objectNode().set("inputs", ValueCodec.encode(one.inputs())));
    return ValueCodec.answer(kernel.read());
  }
}
