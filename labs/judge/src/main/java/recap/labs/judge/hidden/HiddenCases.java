package recap.labs.judge.hidden;

import java.util.List;
import java.util.Map;
import recap.labs.check.Case;

/** What grading asks of one lab beyond its visible cases. */
public interface HiddenCases {
  /** {@code lab2}. */
  String lab();

  /** The cases by the id of their check; a failure shows nothing of them but their topic. */
  Map<String, List<Case>> cases();
}
