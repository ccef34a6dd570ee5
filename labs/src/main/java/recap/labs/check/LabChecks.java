package recap.labs.check;

import java.util.List;

/** The visible checks of one lab. */
public interface LabChecks {
  /** {@code lab2}, with which the ids of its checks begin. */
  String lab();

  /** In the order of the notebook. */
  List<Check> checks();
}
