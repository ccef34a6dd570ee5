package recap.experiments.claims;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import recap.experiments.Experiments;
import recap.experiments.Finding;
import recap.experiments.Verdict;
import recap.experiments.claims.Claim.Check;
import recap.nn.Nearest;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** All claims of the lecture notes, in their order, and a finding for each. */
public final class Claims {
  private static final List<Claim> ALL = load();

  private Claims() {}

  private static List<Claim> load() {
    var claims = new ArrayList<Claim>();
    var columns = new String[] {"id", "source", "topic", "quantity", "claimed", "unit", "check"};
    for (Row row : Resources.table("claims.csv", columns)) {
      claims.add(
          new Claim(
              row.getString("id"),
              row.getString("source"),
              row.getString("topic"),
              row.getString("quantity"),
              row.getString("claimed"),
              row.getString("unit"),
              row.isMissing("tolerance") ? 0 : row.getDouble("tolerance"),
              Check.valueOf(row.getString("check").toUpperCase(Locale.ROOT))));
    }
    return List.copyOf(claims);
  }

  /** All 94. */
  public static List<Claim> all() {
    return ALL;
  }

  /**
   * One claim.
   *
   * @throws IllegalArgumentException with the nearest ids when there is none of that id
   */
  public static Claim of(String id) {
    return ALL.stream()
        .filter(claim -> claim.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Claims: expected the id of a claim, received '%s'; the nearest are %s"
                        .formatted(id, Nearest.of(id, ALL.stream().map(Claim::id).toList()))));
  }

  /**
   * A finding for every claim, in the notes' order.
   *
   * @param results the folder of run records, {@code results}; it need not exist
   */
  public static List<Finding> findings(Path results) {
    MeasuredClaims measured = MeasuredClaims.read(results);
    return ALL.stream().map(claim -> finding(claim, measured)).toList();
  }

  private static Finding finding(Claim claim, MeasuredClaims measured) {
    return switch (claim.check()) {
      case EXACT -> measured.beside(ExactClaims.settle(claim, Models.zoo()));
      case CITE -> CitedClaims.settle(claim);
      case MEASURE -> measured.find(claim.id()).orElseGet(() -> notRun(claim));
    };
  }

  private static Finding notRun(Claim claim) {
    return new Finding(
        claim.id(),
        claim.claimed(),
        "",
        claim.unit(),
        Verdict.NOT_RUN,
        Experiments.all().stream().anyMatch(e -> e.claims().contains(claim.id()))
            ? "needs training; no finished run in the results folder settles it"
            : "needs a measurement that no experiment here makes"
                + CitedClaims.source(claim.id()).map(paper -> "; " + paper).orElse(""));
  }

  /** Findings as a table with the columns id, claimed, ours, unit, verdict and evidence. */
  public static Table table(List<Finding> findings) {
    return Finding.table("claims", findings);
  }

  /**
   * The findings on some topics as a table for a reader, with the claim in words.
   *
   * @param topics as the claims name them: {@code AlexNet}
   */
  public static Table table(List<Finding> findings, String... topics) {
    var wanted = Set.of(topics);
    List<Finding> chosen =
        findings.stream().filter(f -> wanted.contains(of(f.claim()).topic())).toList();
    Table table = described(String.join(", ", topics), chosen);
    return topics.length > 1 ? table : table.removeColumns("topic"); // the title says it
  }

  /** The findings of one verdict, with the claim in words. */
  public static Table table(List<Finding> findings, Verdict verdict) {
    return described(
        verdict.label(), findings.stream().filter(f -> f.verdict() == verdict).toList());
  }

  /** How many claims came to which verdict. */
  public static Table verdicts(List<Finding> findings) {
    var labels = Arrays.stream(Verdict.values()).map(Verdict::label).toList();
    long[] counts =
        Arrays.stream(Verdict.values())
            .mapToLong(verdict -> findings.stream().filter(f -> f.verdict() == verdict).count())
            .toArray();
    return Table.create(
        findings.size() + " claims",
        StringColumn.create("verdict", labels),
        LongColumn.create("claims", counts));
  }

  private static Table described(String title, List<Finding> chosen) {
    return Table.create(
        title,
        column("topic", chosen, f -> of(f.claim()).topic()),
        column("claim", chosen, f -> of(f.claim()).quantity()),
        column("claimed", chosen, Finding::claimed),
        column("ours", chosen, Finding::ours),
        column("unit", chosen, Finding::unit),
        column("verdict", chosen, f -> f.verdict().label()),
        column("evidence", chosen, Finding::evidence));
  }

  private static StringColumn column(
      String name, List<Finding> findings, Function<Finding, String> value) {
    return StringColumn.create(name, findings.stream().map(value).toList());
  }
}
