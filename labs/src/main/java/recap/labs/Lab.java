package recap.labs;

import recap.labs.check.Answer;
import recap.labs.check.Check;
import recap.labs.check.Task;
import recap.labs.wire.JudgeClient;
import recap.labs.wire.ValueCodec;

/** What the test cells of a lab call. */
public final class Lab {
  private Lab() {}

  /**
   * Runs the visible cases of a check. While a notebook is graded, lets the judge run all of them.
   *
   * @param id of the check: {@code lab2-conv-forward}
   * @param task calls the student's code with the inputs of a case
   * @throws CheckFailedException when a case fails, with what was expected for which input
   */
  public static void check(String id, Task task) {
    var judge = JudgeClient.fromEnvironment();
    if (judge.isPresent()) {
      JudgeClient.Verdict verdict = judge.get().ask(id, task);
      report(verdict.passed(), verdict.text());
    } else {
      Check check = Labs.check(id);
      // As the judge would receive them: what passes here can be sent when it is graded.
      var failure = check.failure(inputs -> ValueCodec.sent(Answer.of(task, inputs)));
      report(failure.isEmpty(), failure.orElseGet(() -> passed(check)));
    }
  }

  private static String passed(Check check) {
    int cases = check.cases().size();
    return "%s: %d visible %s passed".formatted(check.id(), cases, cases == 1 ? "case" : "cases");
  }

  private static void report(boolean passed, String text) {
    if (!passed) {
      throw new CheckFailedException(text.stripTrailing());
    }
    System.out.println(text);
  }
}
