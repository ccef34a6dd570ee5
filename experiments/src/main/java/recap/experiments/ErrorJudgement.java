package recap.experiments;

import java.util.List;
import java.util.function.ToDoubleFunction;
import recap.experiments.record.RunRecord;

/**
 * Whether the first of each pair errs less: of several pairs by their spread ({@link Difference}),
 * of one by the choice of its images and, where that is known, by how others' seeds scatter ({@link
 * RateDifference}).
 *
 * @param text by how much, and how large that is against chance
 */
record ErrorJudgement(Verdict verdict, String text) {
  /**
   * The judgement of one pair or more.
   *
   * @param percent the error of a run
   * @param images that the error of a run is measured on
   * @param seeds as {@link RateDifference} has it
   */
  static ErrorJudgement of(
      List<SeedPair> pairs, ToDoubleFunction<RunRecord> percent, long images, double seeds) {
    return pairs.size() > 1
        ? bySpread(pairs, percent)
        : ofOne(pairs.get(0), percent, images, seeds);
  }

  private static ErrorJudgement bySpread(
      List<SeedPair> pairs, ToDoubleFunction<RunRecord> percent) {
    Difference difference = SeedPair.difference(pairs, percent);
    return new ErrorJudgement(difference.verdict(), difference.text("points ", "lower", "higher"));
  }

  private static ErrorJudgement ofOne(
      SeedPair pair, ToDoubleFunction<RunRecord> percent, long images, double seeds) {
    var difference =
        new RateDifference(
            percent.applyAsDouble(pair.first()) / 100,
            percent.applyAsDouble(pair.second()) / 100,
            images,
            seeds);
    String text = difference.text() + ", of one training each";
    Verdict verdict = difference.verdict();
    return new ErrorJudgement(
        verdict,
        verdict == Verdict.UNDECIDED ? text + "; within chance, so one seed cannot tell" : text);
  }
}
