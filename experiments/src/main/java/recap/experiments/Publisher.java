package recap.experiments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import recap.experiments.record.MetricsTable;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunStore;
import recap.experiments.record.Scale;
import recap.report.ChartFiles;
import recap.report.Tables;

/** Writes what an experiment's records amount to beside them, the same bytes every time. */
public final class Publisher {
  private static final String CLAIMS_FILE = "claims.csv";
  private static final String VERDICT_FILE = "verdict.md";

  /**
   * Settings that differ with the seed: itself, and the runs of that seed whose weights are used.
   */
  private static final Set<String> OF_A_SEED = Set.of("seed", "members", "network");

  private Publisher() {}

  /**
   * Writes {@code metrics.csv}, {@code claims.csv}, {@code verdict.md} and all tables and charts,
   * and deletes those of earlier records that these do not lead to.
   *
   * @return the conclusion that was written
   */
  public static Conclusion publish(Experiment experiment, Scale scale, RunStore store) {
    List<RunRecord> records = store.complete();
    Conclusion conclusion = experiment.conclude(scale, records);
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(MetricsTable.FILE, MetricsTable.csv(records));
    texts.put(CLAIMS_FILE, Finding.csv(conclusion.findings()));
    texts.put(VERDICT_FILE, verdict(experiment, scale, records, conclusion));
    conclusion.tables().forEach((name, table) -> texts.put(name + ".csv", Tables.csv(table)));
    texts.forEach(store::write);
    Set<Path> written = new HashSet<>();
    texts.keySet().forEach(name -> written.add(store.folder().resolve(name)));
    conclusion
        .charts()
        .forEach((name, chart) -> written.addAll(ChartFiles.write(chart, store.folder(), name)));
    store.deletePublished(written);
    return conclusion;
  }

  /**
   * Deletes what was published where no run is complete any more; where one is, nothing.
   *
   * @return whether there was anything
   */
  public static boolean withdraw(RunStore store) {
    return store.complete().isEmpty() && store.deletePublished(Set.of());
  }

  /**
   * Claims, what is still to be run, what was run under another protocol, with other code than a
   * commit's or in parts on several machines, and deviations for a reader, as Markdown that is
   * readable as it is.
   *
   * @param records that led to {@code conclusion}
   */
  public static String verdict(
      Experiment experiment, Scale scale, List<RunRecord> records, Conclusion conclusion) {
    var text = new StringBuilder();
    text.append("# ").append(experiment.title()).append("\n\n");
    text.append(experiment.citation()).append("  \nScale: ").append(scale.label()).append("\n\n");
    text.append("| claim | claimed | ours | unit | verdict |\n|---|---|---|---|---|\n");
    for (Finding finding : conclusion.findings()) {
      text.append(
          finding.row().subList(0, 5).stream()
              .map(value -> value.replace("|", "\\|"))
              .collect(Collectors.joining(" | ", "| ", " |\n")));
    }
    text.append('\n');
    for (Finding finding : conclusion.findings()) {
      text.append("- ").append(finding.claim()).append(": ").append(finding.evidence());
      text.append('\n');
    }
    remarks(experiment, scale, records)
        .forEach(line -> text.append('\n').append(line).append('\n'));
    text.append("\nWhat differs from the paper:\n\n");
    experiment.deviations(scale).forEach(line -> text.append("- ").append(line).append('\n'));
    return text.toString();
  }

  /**
   * What is still to be run, and what was run under another protocol than today's, with other code
   * than a commit's or in parts: a sentence each, where there is something to say.
   */
  static List<String> remarks(Experiment experiment, Scale scale, List<RunRecord> records) {
    var remarks = new ArrayList<String>();
    List<RunRecord> others = TodaysProtocol.others(experiment, scale, records);
    List<String> missing = missing(experiment, scale, records);
    if (!missing.isEmpty()) {
      remarks.add("Not complete: still to be run are " + String.join(", ", missing) + ".");
    }
    if (!others.isEmpty()) {
      remarks.add(
          "Of an earlier protocol, with other images, batches or lengths than are said here: "
              + named(others)
              + ".");
    }
    List<String> mixed = mixed(TodaysProtocol.only(experiment, scale, records));
    if (!mixed.isEmpty()) {
      remarks.add("Seeds of one arm were not run alike: " + String.join(", ", mixed) + ".");
    }
    List<RunRecord> dirty = records.stream().filter(record -> record.code().dirty()).toList();
    if (!dirty.isEmpty()) {
      remarks.add(
          "Of %d runs %d were made with changes that were not committed: %s."
              .formatted(records.size(), dirty.size(), named(dirty)));
    }
    List<RunRecord> parts = records.stream().filter(r -> r.environments() != null).toList();
    if (!parts.isEmpty()) {
      remarks.add(
          "Computed in parts, with other instructions, threads or versions: " + named(parts) + ".");
    }
    return remarks;
  }

  /** {@code tanh (rate)}: arms whose runs were not all made alike, and in what they differ. */
  private static List<String> mixed(List<RunRecord> records) {
    var settings = new LinkedHashMap<String, Map<String, Set<String>>>();
    for (RunRecord record : records) {
      var ofArm = settings.computeIfAbsent(record.arm(), arm -> new TreeMap<>());
      record
          .spec()
          .configuration()
          .forEach(
              (name, value) ->
                  ofArm.computeIfAbsent(name, n -> new HashSet<>()).add(String.valueOf(value)));
    }
    var mixed = new ArrayList<String>();
    settings.forEach(
        (arm, values) -> {
          values.keySet().removeAll(OF_A_SEED);
          values.values().removeIf(found -> found.size() == 1);
          if (!values.isEmpty()) {
            mixed.add(arm + " (" + String.join(", ", values.keySet()) + ")");
          }
        });
    return mixed;
  }

  /** {@code tanh (seeds 1, 2), relu (seed 1)}. */
  private static String named(List<RunRecord> records) {
    Map<String, List<RunRecord>> byArm =
        records.stream()
            .collect(
                Collectors.groupingBy(RunRecord::arm, LinkedHashMap::new, Collectors.toList()));
    return byArm.entrySet().stream()
        .map(arm -> seeds(arm.getKey(), arm.getValue().stream().map(RunRecord::seed).toList()))
        .collect(Collectors.joining(", "));
  }

  private static String seeds(String arm, List<Long> seeds) {
    String word = seeds.size() == 1 ? "seed" : "seeds";
    return seeds.stream()
        .map(String::valueOf)
        .collect(Collectors.joining(", ", arm + " (" + word + " ", ")"));
  }

  /** Arms that lack runs of the scale's protocol, each with the seeds it lacks unless all. */
  public static List<String> missing(Experiment experiment, Scale scale, List<RunRecord> all) {
    List<RunRecord> records = TodaysProtocol.only(experiment, scale, all);
    var missing = new ArrayList<String>();
    for (String arm : experiment.arms(scale)) {
      Set<Long> have =
          records.stream()
              .filter(record -> record.arm().equals(arm))
              .map(RunRecord::seed)
              .collect(Collectors.toSet());
      List<Long> lacking =
          LongStream.rangeClosed(1, experiment.seeds(scale, arm))
              .boxed()
              .filter(seed -> !have.contains(seed))
              .toList();
      if (have.isEmpty()) {
        missing.add(arm);
      } else if (!lacking.isEmpty()) {
        missing.add(seeds(arm, lacking));
      }
    }
    return missing;
  }
}
