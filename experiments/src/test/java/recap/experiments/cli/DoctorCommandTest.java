package recap.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import recap.experiments.cli.Checkup.Finding;
import recap.experiments.cli.Checkup.Status;

class DoctorCommandTest {
  private final StringWriter out = new StringWriter();

  @Test
  void everyFindingIsNamedAndPresentThingsNeedNoRemedy(@TempDir Path home) {
    List<Finding> findings = new Checkup(() -> home, home.resolve("data")).findings();
    assertThat(findings)
        .extracting(Finding::subject)
        .containsExactly(
            "JDK", "fonts", "drawing", "oneDNN", "threads", "memory", "project", "data", "kernel");
    assertThat(findings)
        .allSatisfy(f -> assertThat(f.remedy().isEmpty()).isEqualTo(f.status() == Status.OK));
  }

  @Test
  void missingKernelFailsWithItsRemedy(@TempDir Path home) {
    int code =
        DoctorCommand.report(
            new Checkup(() -> home, home.resolve("data")).findings(), new PrintWriter(out));
    assertThat(code).isEqualTo(1);
    assertThat(out.toString())
        .contains("MISSING  kernel       Recap (Java) is not installed")
        .contains("remedy: run make setup")
        .contains("Something required is missing.");
  }

  @Test
  void aKernelWhoseJavaOrFilesAreGoneFailsWithItsRemedy(@TempDir Path home) throws IOException {
    Path jar = Files.createFile(home.resolve("x.jar"));
    Path java = home.resolve("java");
    Path kernel = home.resolve(".venv/share/jupyter/kernels/recap/kernel.json");
    Files.createDirectories(kernel.getParent());
    Files.writeString(
        kernel,
        """
        {"argv": ["%s", "-Xmx2g", "-jar", "%s", "{connection_file}"],
         "env": {"JJAVA_CLASSPATH": "%s:%s"}}
        """
            .formatted(java, jar, home, jar));
    assertThat(kernel(home))
        .isEqualTo(Finding.missing("kernel", "its Java is gone: " + java, "run make setup"));
    Files.createFile(java);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    assertThat(kernel(home).status()).isEqualTo(Status.OK);
    Files.delete(jar);
    assertThat(kernel(home))
        .isEqualTo(
            Finding.missing(
                "kernel",
                "it needs " + jar + ", which is gone",
                "delete .venv, run make clean, then make setup"));
    Files.writeString(kernel, "{");
    assertThat(kernel(home).found()).startsWith("cannot be read: ");
  }

  private static Finding kernel(Path home) {
    List<Finding> findings = new Checkup(() -> home, home.resolve("data")).findings();
    return findings.get(findings.size() - 1);
  }

  /** Neither data nor a kernel would be found there, and making them would not help. */
  @Test
  void aProjectThatIsNotThereIsTheLastFindingWithItsRemedy(@TempDir Path home) {
    var checkup =
        new Checkup(
            () -> {
              throw new IllegalArgumentException(
                  "RECAP_HOME: expected the project's folder, found none called /nope; unset it");
            },
            home);
    List<Finding> findings = checkup.findings();
    assertThat(findings.get(findings.size() - 1))
        .isEqualTo(
            Finding.missing(
                "project",
                "RECAP_HOME: expected the project's folder, found none called /nope",
                "unset it"));
  }

  @Test
  void missingDataIsANoteAndDamagedDataAFailure(@TempDir Path home) throws IOException {
    var checkup = new Checkup(() -> home, home);
    assertThat(checkup.findings())
        .contains(
            Finding.warn(
                "data", "no CIFAR-10 in " + home, "run make data; --scale smoke needs none"));
    Path folder = Files.createDirectories(home.resolve("cifar-10-batches-bin"));
    Files.writeString(folder.resolve("data_batch_1.bin"), "cut short");
    assertThat(checkup.findings())
        .anySatisfy(
            f -> {
              assertThat(f.status()).isEqualTo(Status.MISSING);
              assertThat(f.found()).contains("data_batch_1.bin: expected 30730000 bytes, found 9");
              assertThat(f.remedy()).isEqualTo("run make data");
            });
  }

  @Test
  void missingFontsNameTheirPackages() {
    assertThat(Checkup.fonts(0))
        .isEqualTo(
            Finding.missing(
                "fonts",
                "0 font families",
                "install fontconfig and a font (Debian: apt-get install fontconfig"
                    + " fonts-dejavu-core)"));
  }

  @Test
  void oldJdkIsRefused() {
    assertThat(Checkup.java(11).status()).isEqualTo(Status.MISSING);
    assertThat(Checkup.java(11).remedy()).contains("install a JDK 17 or newer");
  }

  @Test
  void littleMemoryIsANoteNotAFailure() {
    Finding finding = Checkup.memory(1L << 30);
    assertThat(finding.status()).isEqualTo(Status.WARN);
    assertThat(finding.remedy()).contains("--scale smoke");
    assertThat(DoctorCommand.report(List.of(finding), new PrintWriter(out))).isZero();
  }
}
