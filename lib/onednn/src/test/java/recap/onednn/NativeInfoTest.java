package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NativeInfoTest {
  @Test
  void libraryAnswersWithItsVersionAndInstructionSet() {
    NativeInfo info = NativeInfo.load();
    assertThat(info.version()).matches("3\\.\\d+\\.\\d+");
    assertThat(info.instructionSet()).matches("(sse41|avx)\\w*");
  }

  @Test
  void unknownInstructionSetIsShownAsItsNumber() {
    assertThat(NativeInfo.isaName(0x201ff)).isEqualTo("isa 0x201ff");
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
