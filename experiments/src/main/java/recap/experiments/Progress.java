package recap.experiments;

/** Told how a run goes on; a terminal and a notebook show it in their ways. */
public interface Progress {
  /** Shows nothing. */
  Progress SILENT = new Progress() {};

  /** Something worth a line of its own, such as a finished run that is not repeated. */
  default void note(String line) {}

  /**
   * A run starts or goes on.
   *
   * @param run {@code relu-vs-tanh today-relu seed 1}
   * @param done units of work done before
   * @param total units of work at most
   */
  default void begin(String run, long done, long total) {}

  /**
   * It has come further.
   *
   * @param done units of work
   * @param detail the newest figures, {@code epoch 3, training error 35.3 %}
   */
  default void update(long done, String detail) {}

  /**
   * A training error was measured.
   *
   * @param epoch passes over the training set so far
   * @param error in [0, 1]
   */
  default void point(double epoch, double error) {}

  /** So many bytes of native memory are in use. */
  default void memory(long bytes) {}

  /** It ended well. */
  default void end(String result) {}

  /** It ended before its time, because of {@code how}, which also says what to do now. */
  default void stopped(String how) {
    end(how);
  }
}
