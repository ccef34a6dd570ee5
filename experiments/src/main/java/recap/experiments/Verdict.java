package recap.experiments;

import java.util.Collection;

/** What came of a claim. */
public enum Verdict {
  REPRODUCED("reproduced"),
  /** The notes are wrong; the evidence says what is right. */
  CORRECTED("corrected"),
  /** It came out the other way, or of another size. */
  NOT_REPRODUCED("not reproduced"),
  /** It was run; what came out is no more than chance explains, or tells too little. */
  UNDECIDED("undecided"),
  NOT_RUN("not run at this scale"),
  /** Stated as the paper states it; checking it needs ImageNet. */
  CITED("cited");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  /** Of several parts: reproduced where all are, not where one is not, else undecided. */
  static Verdict ofAll(Collection<Verdict> parts) {
    if (parts.contains(NOT_REPRODUCED)) {
      return NOT_REPRODUCED;
    }
    return parts.contains(UNDECIDED) ? UNDECIDED : REPRODUCED;
  }

  /** Whether it says something of the claim. */
  public boolean decides() {
    return this != NOT_RUN && this != UNDECIDED;
  }

  /** As tables print it. */
  public String label() {
    return label;
  }
}
