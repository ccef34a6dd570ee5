package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.zoo.Zoo;

class FreeMemoryTest {
  private static final long MIB = 1 << 20;

  @TempDir Path folder;

  @Test
  void needFreeMemoryAndTheBatchThatFitsAreNamed() {
    IntToLongFunction need = batch -> 10 * MIB + batch * MIB;
    assertThatThrownBy(() -> FreeMemory.require("net", 64, need, 40 * MIB))
        .isInstanceOf(NotEnoughMemoryException.class)
        .hasMessage(
            "net at batch 64: expected at least 74 MiB of free memory, received 40 MiB;"
                + " a batch of 30 would fit.");
    assertThatThrownBy(() -> FreeMemory.require("net", 64, need, 9 * MIB))
        .hasMessageEndingWith("received 9 MiB; free memory or use a smaller network.");
    assertThatCode(() -> FreeMemory.require("net", 64, need, 74 * MIB)).doesNotThrowAnyException();
  }

  @Test
  void theBatchThatIsNamedFitsWhateverTheNeedIsLike() {
    IntToLongFunction need =
        batch ->
            Executable.memoryFor(Zoo.build("cifar_resnet20"), batch, Precision.F32, Mode.TRAINING)
                .total();
    long free = 100 * MIB;
    var refused = catchThrowable(() -> FreeMemory.require("net", 500, need, free));
    int named = Integer.parseInt(refused.getMessage().replaceAll(".* batch of (\\d+) .*", "$1"));
    assertThat(need.applyAsLong(named)).isBetween(70 * MIB, free);
  }

  /** A need that grows quickly at first, so that the first guess is too large. */
  @Test
  void theBatchThatIsNamedMayBeHuge() {
    IntToLongFunction need = batch -> Math.min(4L * batch, 1_000_000_000L + batch);
    assertThatThrownBy(() -> FreeMemory.require("net", 2_000_000_000, need, 2_900_000_000L))
        .hasMessageMatching(".* a batch of 1[78]\\d{8} would fit\\.");
  }

  @Test
  void aContainersLimitCounts() throws IOException {
    Path machine = Files.writeString(folder.resolve("meminfo"), "MemAvailable: 2048 kB\n");
    assertThat(FreeMemory.bytes(machine, folder)).isEqualTo(2 * MIB);
    Files.writeString(folder.resolve("memory.max"), "max\n");
    assertThat(FreeMemory.bytes(machine, folder)).isEqualTo(2 * MIB);
    Files.writeString(folder.resolve("memory.max"), "1000000\n");
    Files.writeString(folder.resolve("memory.current"), "900000\n");
    Files.writeString(folder.resolve("memory.stat"), "file 7000\ninactive_file 5000\n");
    assertThat(FreeMemory.bytes(machine, folder)).isEqualTo(105_000);
  }

  @Test
  void aThreadThatTheStopButtonHasInterruptedReadsTheSame() throws IOException {
    Path machine = Files.writeString(folder.resolve("meminfo"), "MemAvailable: 2048 kB\n");
    Thread.currentThread().interrupt();
    try {
      assertThat(FreeMemory.bytes(machine, folder)).isEqualTo(2 * MIB);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aSystemThatDoesNotSayHasNoLimit() {
    assertThat(FreeMemory.bytes(folder.resolve("none"), folder)).isGreaterThan(1L << 60);
  }
}
