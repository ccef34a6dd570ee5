package recap.experiments.claims;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import recap.experiments.Finding;
import recap.experiments.Verdict;
import recap.experiments.claims.Answer.Numbers;
import tech.tablesaw.api.Row;

/**
 * The claims that only a paper can settle: it is cited where the notes agree with it. And what
 * papers say of claims that need a measurement which is not made here.
 */
final class CitedClaims {
  private record Citation(String value, String source) {}

  private static final Map<String, Citation> PAPERS = load();

  private CitedClaims() {}

  private static Map<String, Citation> load() {
    var papers = new HashMap<String, Citation>();
    for (Row row : Resources.table("citations.csv", "id", "value", "source")) {
      papers.put(
          row.getString("id"), new Citation(row.getString("value"), row.getString("source")));
    }
    return papers;
  }

  /** What a paper says of a claim; empty where none is cited. */
  static Optional<String> source(String claim) {
    return Optional.ofNullable(PAPERS.get(claim)).map(Citation::source);
  }

  static Finding settle(Claim claim) {
    Citation paper = PAPERS.get(claim.id());
    var answer = new Numbers(List.of(Double.parseDouble(paper.value())), paper.source());
    Verdict verdict = answer.agrees(claim) ? Verdict.CITED : Verdict.CORRECTED;
    return new Finding(
        claim.id(), claim.claimed(), paper.value(), claim.unit(), verdict, paper.source());
  }
}
