package recap.experiments.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.onednn.Mode;
import recap.onednn.Precision;

class ServerTest {
  private static List<String> answers(Work work, boolean floor, String requests)
      throws IOException {
    var out = new StringWriter();
    Server.serve(work, floor, new BufferedReader(new StringReader(requests)), new PrintWriter(out));
    return out.toString().lines().toList();
  }

  @Test
  void oursAnswersWithTimesFactsAndMemory() throws IOException {
    var work = new Work("alexnet4_relu", 2, Precision.F32, Mode.TRAINING);
    List<String> answers = answers(work, false, "run 3\nfacts\nquit\nrun 1\n");
    assertThat(answers).hasSize(4);
    assertThat(answers.get(0)).isEqualTo("ready recap");
    assertThat(Arrays.stream(answers.get(1).split(" ")).mapToDouble(Double::parseDouble))
        .hasSize(3)
        .allMatch(millis -> millis > 0);
    StepFacts facts = StepFacts.parse(answers.get(2));
    assertThat(facts.reorders()).isNotNegative();
    assertThat(facts.outsidePrimitives()).isStrictlyBetween(0.0, 1.0);
    assertThat(Long.parseLong(answers.get(3))).isPositive();
  }

  @Test
  void floorAnswersToo() throws IOException {
    var work = new Work("alexnet4_tanh", 2, Precision.F32, Mode.INFERENCE);
    assertThat(answers(work, true, "run 1\n"))
        .hasSize(2)
        .element(0)
        .isEqualTo("ready onednn-floor");
  }

  @Test
  void subjectThatCannotStartIsNamed() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    assertThatThrownBy(() -> new Subject("peer of lenet5", List.of(java, "-version"), Map.of()))
        .isInstanceOf(BenchException.class)
        .hasMessage(
            "peer of lenet5: expected an answer, received the end of its process; its message is"
                + " above");
    assertThatThrownBy(() -> new Subject("peer of lenet5", List.of("/no/such/java"), Map.of()))
        .isInstanceOf(BenchException.class)
        .hasMessageStartingWith("peer of lenet5: expected to start /no/such/java, received");
  }

  @Test
  void djlComputesInFloat32AndPytorchAsWeDo() {
    var work = new Work("lenet5", 4, Precision.BF16, Mode.TRAINING);
    assertThat(new Peer(Peer.Library.DJL, "").arguments(work, 2))
        .containsExactly("recap.peers.PeerProcess", "djl", "lenet5", "4", "f32", "train", "2");
    assertThat(new Peer(Peer.Library.PYTORCH, "").arguments(work, 2))
        .containsExactly("recap.peers.PeerProcess", "pytorch", "lenet5", "4", "bf16", "train", "2");
  }

  @Test
  void peersThatAreNotBuiltAreNamedWithTheRemedy(@TempDir Path project) {
    assertThatThrownBy(() -> Peer.built(Peer.Library.DJL, project))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("expected the built peers in")
        .hasMessageEndingWith("received none; run make peers");
  }
}
