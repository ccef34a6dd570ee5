package recap.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import recap.experiments.record.Records;
import recap.experiments.record.RunRecord;
import recap.experiments.record.RunRecord.Status;
import recap.experiments.record.RunSpec;
import recap.experiments.record.Scale;

/** Runs that were continued elsewhere. */
class PartsTest {
  private static final String[] PLACES = {"oneDNN 3.11, avx2, 2 threads", "avx512, 2 threads"};

  private static RunRecord run(String arm) {
    return Records.of(Records.spec("relu-vs-tanh", arm, Scale.QUICK, 1), Status.FINISHED);
  }

  @Test
  void timesOfRunsInPartsAreNotCompared() {
    RunRecord one = run("time-relu");
    RunRecord other = run("time-tanh");
    assertThat(new SeedPair(one, other).ofOneSpeed()).isTrue();
    assertThat(new SeedPair(Records.inParts(one, PLACES), other).ofOneSpeed()).isFalse();
    assertThat(new SeedPair(one, Records.inParts(other, PLACES)).ofOneSpeed()).isFalse();
  }

  @Test
  void timesOfTwoCommitsAreNotCompared() {
    RunRecord one = run("time-relu");
    RunRecord other = run("time-tanh");
    assertThat(new SeedPair(one, Records.at(other, "fedcba9")).ofOneSpeed()).isFalse();
    // Whatever was changed between the two is not on record.
    var changed = new SeedPair(Records.uncommitted(one), Records.uncommitted(other));
    assertThat(changed.ofOneSpeed()).isFalse();
  }

  @Test
  void aVerdictNamesWhatIsNotAlikeInTheSeedsOfAnArm() {
    RunRecord first = run("time-relu");
    var settings = new HashMap<>(first.spec().configuration());
    settings.put("rate", 0.2);
    settings.put("seed", 2);
    var spec = new RunSpec("relu-vs-tanh", "time-relu", Scale.QUICK, 2, settings);
    RunRecord second = Records.of(spec, Status.FINISHED);
    assertThat(Publisher.remarks(new ReluVsTanh(), Scale.QUICK, List.of(first, second)))
        .contains("Seeds of one arm were not run alike: time-relu (rate).");
  }

  @Test
  void aVerdictNamesThem() {
    List<RunRecord> records = List.of(run("time-relu"), Records.inParts(run("time-tanh"), PLACES));
    assertThat(Publisher.remarks(new ReluVsTanh(), Scale.QUICK, records))
        .contains(
            "Computed in parts, with other instructions, threads or versions: time-tanh (seed 1).");
    assertThat(Publisher.remarks(new ReluVsTanh(), Scale.QUICK, records.subList(0, 1)))
        .noneMatch(remark -> remark.startsWith("Computed in parts"));
  }
}
