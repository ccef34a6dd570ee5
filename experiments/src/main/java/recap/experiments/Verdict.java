package recap.experiments;

/** What came of a claim. */
public enum Verdict {
  REPRODUCED("reproduced"),
  /** The notes are wrong; the evidence says what is right. */
  CORRECTED("corrected"),
  NOT_REPRODUCED("not reproduced"),
  NOT_RUN("not run at this scale"),
  /** Stated as the paper states it; checking it needs ImageNet. */
  CITED("cited");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  /** As tables print it. */
  public String label() {
    return label;
  }
}
