package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeInfoTest {
  @Test
  void libraryAnswersWithItsVersionAndInstructionSet() {
    NativeInfo info = NativeInfo.load();
    assertThat(info.version()).matches("3\\.\\d+\\.\\d+");
    assertThat(info.instructionSet()).matches("(sse41|avx)\\w*");
  }

  /** Loads in a thread that was interrupted before, and says whether it still is. */
  static final class Interrupted {
    public static void main(String[] arguments) {
      Thread.currentThread().interrupt();
      NativeInfo info = NativeInfo.load();
      Threads.apply(1);
      System.out.println(info + " " + Thread.interrupted());
    }
  }

  /** JavaCPP unpacks the library under a file's lock, which an interrupt breaks off. */
  @Test
  void anInterruptNeitherBreaksLoadingNorIsLostByIt(@TempDir Path cache) throws IOException {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.cachedir=" + cache,
                "-cp",
                System.getProperty("java.class.path"),
                Interrupted.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    // With it Recap has nothing to set in the environment, so JNA is first used for the threads.
    builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(out.strip()).isEqualTo(NativeInfo.load() + " true");
  }

  @Test
  void unknownInstructionSetIsShownAsItsNumber() {
    assertThat(NativeInfo.isaName(0x201ff)).isEqualTo("isa 0x201ff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"avx512_core_bf16", "avx512_core_amx", "avx512_core_amx_fp16"})
  void bfloat16ComesFirstWhereItIsFaster(String instructionSet) {
    assertThat(new NativeInfo("3.11.0", instructionSet).fastestFirst())
        .containsExactly(Precision.BF16, Precision.F32);
  }

  @ParameterizedTest
  @ValueSource(strings = {"avx512_core", "avx512_core_vnni", "avx512_core_fp16", "isa 0x201ff"})
  void float32ComesFirstElsewhere(String instructionSet) {
    NativeInfo info = new NativeInfo("3.11.0", instructionSet);
    assertThat(info.fastestFirst()).containsExactly(Precision.F32, Precision.BF16);
    assertThat(info.precisions()).containsExactly(Precision.F32, Precision.BF16);
  }

  /** Whatever the processor that this runs on has. */
  @ParameterizedTest
  @ValueSource(strings = {"sse41", "avx", "avx2", "avx2_vnni", "avx2_vnni_2"})
  void withoutAvx512ThereIsFloat32Alone(String instructionSet) {
    NativeInfo info = new NativeInfo("3.11.0", instructionSet);
    assertThat(info.fastestFirst()).containsExactly(Precision.F32);
    assertThat(info.precisions()).containsExactly(Precision.F32);
  }

  @Test
  void everyPrecisionIsComputedOrRefusedWithTheRemedy() {
    NativeInfo info = NativeInfo.load();
    assertThat(info.precisions()).contains(Precision.F32);
    for (Precision precision : Precision.values()) {
      if (info.precisions().contains(precision)) {
        info.require(precision, "net");
      } else {
        assertThatThrownBy(() -> info.require(precision, "net"))
            .isInstanceOf(NativeUnavailableException.class)
            .hasMessage(
                "net: expected a processor on which oneDNN computes BF16 (AVX-512), found one with "
                    + info.instructionSet()
                    + "; use one of [F32]");
      }
    }
  }

  @Test
  void unsupportedPlatformIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> NativeInfo.requirePlatform("Mac OS X", "aarch64"))
        .isInstanceOf(NativeUnavailableException.class)
        .hasMessage(
            "oneDNN: expected one of the platforms [linux-x86_64], found macosx-arm64 (Mac OS X,"
                + " aarch64); run on 64-bit x86 Linux");
  }

  @Test
  void failedLoadNamesItsRootCauseAndTheRemedy() {
    var failure = new NoClassDefFoundError("dnnl");
    failure.initCause(new UnsatisfiedLinkError("libgomp.so.1: cannot open shared object file"));
    assertThat(NativeInfo.loadMessage(failure))
        .startsWith(
            "oneDNN: expected to load the native library jnidnnl, got UnsatisfiedLinkError"
                + " (libgomp.so.1: cannot open shared object file); check that")
        .contains("apt-get install libstdc++6 libgomp1");
  }
}
