package recap.data;

/** Hears how a long transfer goes; called a few times a second, on the thread that asked for it. */
@FunctionalInterface
public interface TransferProgress {
  /** Says nothing. */
  TransferProgress NONE = (what, done, total) -> {};

  /**
   * So much is done.
   *
   * @param what is being transferred
   * @param done bytes so far, counting those of an earlier, interrupted try
   * @param total bytes in all, or -1 if the sender does not say
   */
  void update(String what, long done, long total);

  /** A step begins, or something went another way than usual; one line. */
  default void note(String line) {}
}
