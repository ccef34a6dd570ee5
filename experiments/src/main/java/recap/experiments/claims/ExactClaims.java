package recap.experiments.claims;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import recap.experiments.Finding;
import recap.experiments.Verdict;

/**
 * The claims that a computation settles. Each id has the code that computes its value anew from the
 * networks; the verdict follows from comparing the two values and from nothing else.
 */
public final class ExactClaims {
  private static final Map<String, Function<Models, Answer>> COMPUTATIONS = computations();

  private ExactClaims() {}

  private static Map<String, Function<Models, Answer>> computations() {
    var all = new LinkedHashMap<String, Function<Models, Answer>>();
    all.putAll(LeNetClaims.COMPUTATIONS);
    all.putAll(AlexNetClaims.COMPUTATIONS);
    all.putAll(OneTowerClaims.COMPUTATIONS);
    all.putAll(VggClaims.COMPUTATIONS);
    all.putAll(GoogLeNetClaims.COMPUTATIONS);
    all.putAll(ResNetClaims.COMPUTATIONS);
    all.putAll(LaterClaims.COMPUTATIONS);
    all.putAll(EqualityClaims.COMPUTATIONS);
    return all;
  }

  /** The ids that have a computation. */
  public static Set<String> ids() {
    return COMPUTATIONS.keySet();
  }

  /** Computes a claim's value from {@code models} and compares. */
  public static Finding settle(Claim claim, Models models) {
    Answer answer = COMPUTATIONS.get(claim.id()).apply(models);
    Verdict verdict = answer.agrees(claim) ? Verdict.REPRODUCED : Verdict.CORRECTED;
    return new Finding(
        claim.id(),
        claim.claimed(),
        answer.ours(),
        claim.unit(),
        verdict,
        answer.evidence() + within(claim, verdict));
  }

  /** How far off still agrees, where that is more than an exact count's nothing. */
  private static String within(Claim claim, Verdict verdict) {
    if (claim.tolerance() == 0) {
      return "";
    }
    String percent = plain(100 * claim.tolerance());
    return verdict == Verdict.REPRODUCED
        ? "; agrees within " + percent + " %"
        : "; off by more than the " + percent + " % that would agree";
  }

  private static String plain(double percent) {
    return BigDecimal.valueOf(percent)
        .round(new MathContext(3))
        .stripTrailingZeros()
        .toPlainString();
  }
}
