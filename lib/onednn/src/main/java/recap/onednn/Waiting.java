package recap.onednn;

import com.sun.jna.NativeLibrary;

/**
 * How long a thread that has done its part of a primitive spins before it sleeps.
 *
 * <p>OpenMP's runtime, libgomp, spins 300 000 times by itself, some milliseconds, at the end of
 * every primitive. With a core for each thread the others arrive before. With a busy process
 * beside, a spinning thread may hold the core that the last one needs; how much that costs is for
 * the scheduler to say and differs from machine to machine. Without any spinning every primitive
 * pays for waking a thread. The choice lies between; {@code recap bench --busy} measures both
 * sides.
 */
public final class Waiting {
  /** Recap's choice. */
  public static final int SPINS = 10_000;

  private Waiting() {}

  /** What the environment of this process asks for, or Recap's choice. */
  public static String description() {
    String policy = System.getenv("OMP_WAIT_POLICY");
    String spins = System.getenv("GOMP_SPINCOUNT");
    if (asked(spins)) {
      return "GOMP_SPINCOUNT " + spins;
    }
    return asked(policy) ? "OMP_WAIT_POLICY " + policy : SPINS + " spins before sleep";
  }

  /**
   * Sets the number of spins for the runtime that this process is about to load, which reads it
   * once from the environment; does nothing where the user has set it.
   */
  static void choose() {
    if (!asked(System.getenv("GOMP_SPINCOUNT")) && !asked(System.getenv("OMP_WAIT_POLICY"))) {
      Choice.make();
    }
  }

  private static boolean asked(String variable) {
    return variable != null && !variable.isEmpty();
  }

  /** Initialised once, by the first who asks. */
  private static final class Choice {
    static {
      NativeLibrary.getProcess()
          .getFunction("setenv")
          .invokeInt(new Object[] {"GOMP_SPINCOUNT", String.valueOf(SPINS), 1});
    }

    static void make() {}
  }
}
