package recap.experiments.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import recap.io.AtomicFile;

/** The records of one experiment at one scale, under {@code results/<experiment>/<scale>/}. */
public final class RunStore {
  private static final Comparator<RunRecord> ORDER =
      Comparator.comparing(RunRecord::arm)
          .thenComparing(RunRecord::seed)
          .thenComparing(RunRecord::run);

  private static final String EXPECTED = "a run record of format " + RunRecord.FORMAT;

  private static final String PUBLISHED = "{*.csv,*.svg,*.png,verdict.md}";

  private final String experiment;
  private final Scale scale;
  private final Path folder;

  private RunStore(String experiment, Scale scale, Path folder) {
    this.experiment = experiment;
    this.scale = scale;
    this.folder = folder;
  }

  /** The store below {@code results}, which need not exist yet. */
  public static RunStore at(Path results, String experiment, Scale scale) {
    return new RunStore(experiment, scale, results.resolve(experiment).resolve(scale.label()));
  }

  /** {@code results/<experiment>/<scale>}. */
  public Path folder() {
    return folder;
  }

  /** Where a run's checkpoint is while it is not finished. */
  public Path checkpoint(RunSpec spec) {
    return folder.resolve("runs").resolve(spec.fileName() + ".checkpoint");
  }

  /** Where a run's final weights are, if they are kept. */
  public Path weights(RunSpec spec) {
    return folder.resolve("runs").resolve(spec.fileName() + ".safetensors");
  }

  /** What keeps two processes from working on a run at once. */
  public Path lock(RunSpec spec) {
    return folder.resolve("runs").resolve(spec.fileName() + ".lock");
  }

  private Path file(RunSpec spec) {
    return folder.resolve("runs").resolve(spec.fileName() + ".json");
  }

  /**
   * Fails now rather than after hours of training where records cannot be written.
   *
   * @throws RecordException if the folder cannot be made or written to
   */
  public void requireWritable() {
    Path runs = folder.resolve("runs");
    try {
      Files.createDirectories(runs);
      Files.delete(Files.createTempFile(runs, "probe", ".tmp"));
    } catch (IOException e) {
      throw new RecordException(
          runs,
          "a folder to write results to",
          reason(e),
          "free its place, change its permissions or name another folder in RECAP_RESULTS",
          e);
    }
  }

  /**
   * The record of a run, whatever its status.
   *
   * @throws RecordException if there is one that cannot be trusted
   */
  public Optional<RunRecord> find(RunSpec spec) {
    Path file = file(spec);
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /**
   * The record of a run that need not be repeated.
   *
   * @throws RecordException if there is one that cannot be trusted
   */
  public Optional<RunRecord> complete(RunSpec spec) {
    return find(spec).filter(record -> record.status().complete());
  }

  /**
   * All records, by arm and seed.
   *
   * @throws RecordException if one of them cannot be trusted
   */
  public List<RunRecord> records() {
    Path runs = folder.resolve("runs");
    var records = new ArrayList<RunRecord>();
    try (var files = Files.newDirectoryStream(runs, "*.json")) {
      files.forEach(file -> records.add(own(file)));
    } catch (IOException e) {
      // A folder that may not be looked at, or a link to a disk that is not mounted, is no sign
      // that
      // nothing was run.
      if (e instanceof NoSuchFileException && !Files.exists(runs, LinkOption.NOFOLLOW_LINKS)) {
        return List.of();
      }
      throw new RecordException(runs, "a folder of run records", reason(e), "make it readable", e);
    }
    records.sort(ORDER);
    return records;
  }

  /**
   * The record that {@code file} is named after: a copy would count as one more run. And one of
   * this experiment and scale: in a folder renamed to {@code paper}, quick runs would pass for the
   * paper's.
   */
  private RunRecord own(Path file) {
    RunRecord record = read(file);
    RunSpec spec = record.spec();
    if (!spec.experiment().equals(experiment) || spec.scale() != scale) {
      throw new RecordException(
          file,
          "a run of " + experiment + " at " + scale.label(),
          "one of " + spec.experiment() + " at " + spec.scale().label(),
          "move it into %s/%s/runs".formatted(spec.experiment(), spec.scale().label()),
          null);
    }
    if (!file.getFileName().equals(file(record.spec()).getFileName())) {
      throw new RecordException(
          file,
          "the record of the run that it is named after",
          "that of " + record.spec().fileName(),
          "move the copy out of this folder",
          null);
    }
    return record;
  }

  /**
   * The records of complete runs, by arm and seed: one of each, so that a seed counts once. Of
   * several, from an earlier protocol or in another precision, it is the one begun last.
   */
  public List<RunRecord> complete() {
    var latest = new LinkedHashMap<List<Object>, RunRecord>();
    for (RunRecord record : records()) {
      if (record.status().complete()) {
        latest.merge(List.of(record.arm(), record.seed()), record, RunStore::later);
      }
    }
    return List.copyOf(latest.values());
  }

  private static RunRecord later(RunRecord first, RunRecord second) {
    boolean replaces = Instant.parse(second.started()).isAfter(Instant.parse(first.started()));
    return replaces ? second : first;
  }

  /**
   * Reads one record.
   *
   * @throws RecordException if it is missing, unreadable, truncated, edited or of another format
   */
  public static RunRecord read(Path file) {
    // No channel: Java closes one under a thread that the stop button has interrupted.
    try (var in = new FileInputStream(file.toFile())) {
      return parse(file, in.readAllBytes());
    } catch (IOException e) {
      throw new RecordException(file, EXPECTED, reason(e), "check its path and permissions", e);
    }
  }

  /** The record that {@code content} of {@code file} is, as {@link #read}. */
  static RunRecord parse(Path file, byte[] content) {
    RunRecord record;
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      record = Json.read(text, RunRecord.class);
      if (record != null && record.format() != RunRecord.FORMAT) {
        throw refusal(file, EXPECTED, "format " + record.format(), null);
      }
      if (record != null && record.intact()) {
        return record;
      }
    } catch (JsonProcessingException | NullPointerException | CharacterCodingException e) {
      throw refusal(file, EXPECTED, "damaged content", e);
    }
    throw refusal(file, "a run record as it was written", "edited content", null);
  }

  private static RecordException refusal(
      Path file, String expected, String found, Exception cause) {
    String remedy = "restore it from version control, or delete it to repeat the run";
    return new RecordException(file, expected, found, remedy, cause);
  }

  /**
   * Writes a record over the earlier one of the same run.
   *
   * @return its file
   * @throws recap.io.StorageException if it cannot be written; the earlier one is left as it was
   */
  public Path save(RunRecord record) {
    Path file = file(record.spec());
    write(file, Json.pretty(record.sealed()));
    return file;
  }

  /** Forgets what a run came to: its checkpoint and weights. */
  public void deleteOutcome(RunSpec spec) {
    for (Path file : List.of(checkpoint(spec), weights(spec))) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new RecordException(file, "to delete it", reason(e), "change its permissions", e);
      }
    }
  }

  /**
   * Writes a text file in the store, whole or not at all.
   *
   * @param name its path below {@link #folder()}
   */
  public void write(String name, String text) {
    write(folder.resolve(name), text);
  }

  private static void write(Path file, String text) {
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Deletes the tables, charts and verdict directly in {@link #folder()}: nothing but what is made
   * of the records has such names, and these are in a folder of their own.
   *
   * @param kept files that stay, below {@link #folder()}
   * @return whether there were others
   * @throws RecordException if one of them cannot be deleted
   */
  public boolean deletePublished(Set<Path> kept) {
    boolean deleted = false;
    if (Files.isDirectory(folder)) {
      try (var published = Files.newDirectoryStream(folder, PUBLISHED)) {
        for (Path file : published) {
          if (Files.isRegularFile(file) && !kept.contains(file)) {
            Files.delete(file);
            deleted = true;
          }
        }
      } catch (IOException e) {
        String expected = "to delete its outdated tables and charts";
        throw new RecordException(folder, expected, reason(e), "change its permissions", e);
      }
    }
    return deleted;
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + " (" + e.getMessage() + ")";
  }
}
