package recap.experiments;

import java.util.Locale;

/** How records name an arm that is a constant. */
final class ArmName {
  private ArmName() {}

  /** {@code small-kernels} of {@code SMALL_KERNELS}. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
