package recap.experiments.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import recap.experiments.record.RunRecord.Code;

class RunRecordTest {
  @Test
  void codeNamesTheCommitsOfAllParts() {
    var begun = new Code("a", false);
    assertThat(new Code("a", false).after(begun)).isEqualTo(begun);
    Code resumed = new Code("b", false).after(begun);
    assertThat(resumed.earlier()).containsExactly("a");
    assertThat(new Code("b", false).after(resumed)).isEqualTo(resumed);
    assertThat(new Code("c", false).after(resumed).earlier()).containsExactly("a", "b");
  }

  @Test
  void aRunInPartsDiffersFromAnyMachine() {
    RunSpec spec = Records.spec("degradation", "plain-20", Scale.QUICK, 1);
    RunRecord record = Records.of(spec, RunRecord.Status.FINISHED);
    assertThat(record.differences(Records.machine())).isEmpty();
    assertThat(Records.inParts(record, "avx2", "avx512").differences(Records.machine()))
        .containsExactly("computed in parts, in avx2 and in avx512");
  }

  @Test
  void codeStaysUncommittedIfAPartWas() {
    assertThat(new Code("b", false).after(new Code("a", true)).dirty()).isTrue();
    assertThat(new Code("b", false).after(new Code("b", true)).dirty()).isTrue();
    assertThat(new Code("b", true).after(new Code("a", false)).dirty()).isTrue();
  }
}
