package recap.experiments;

import java.util.Optional;
import recap.onednn.NativeInfo;
import recap.onednn.Precision;

/** In which number format an experiment computes. */
final class Precisions {
  private Precisions() {}

  /**
   * float32 at PAPER and SMOKE. QUICK shows an effect in minutes: it computes in bfloat16 where the
   * processor multiplies bfloat16 itself, two to three times as fast.
   */
  static Precision of(Scale scale) {
    return scale == Scale.QUICK && NativeInfo.load().multipliesBfloat16()
        ? Precision.BF16
        : Precision.F32;
  }

  /** What that differs from the paper. */
  static Optional<String> deviation(Scale scale) {
    return of(scale) == Precision.F32
        ? Optional.empty()
        : Optional.of(
            "Activations and weights in computation are bfloat16; master weights, their updates,"
                + " statistics and the loss are float32.");
  }
}
