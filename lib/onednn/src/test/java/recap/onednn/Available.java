package recap.onednn;

import java.util.List;

/** What this machine can test; what it cannot is said in one line. */
public final class Available {
  private static final List<Precision> PRECISIONS = NativeInfo.load().precisions();

  static {
    if (!PRECISIONS.contains(Precision.BF16)) {
      System.out.println(
          "Tests of bfloat16 are left out: oneDNN computes it from AVX-512 on, and this processor"
              + " has "
              + NativeInfo.load().instructionSet()
              + ".");
    }
  }

  private Available() {}

  /** The number formats to test: a {@code MethodSource}. */
  public static List<Precision> precisions() {
    return PRECISIONS;
  }
}
