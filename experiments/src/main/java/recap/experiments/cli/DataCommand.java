package recap.experiments.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import recap.data.Cifar10;
import recap.data.Cifar10Download;
import recap.data.DataFolder;

/** {@code recap data}: CIFAR-10, downloaded and checked. */
@Command(
    name = "data",
    description = "Downloads CIFAR-10 if it is not there and checks its six files.",
    mixinStandardHelpOptions = true)
public final class DataCommand implements Callable<Integer> {
  private static final int MIB = 1 << 20;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    var out = spec.commandLine().getOut();
    Path folder = DataFolder.locate();
    try (var line = new StatusLine(out)) {
      Cifar10Download.install(
          folder,
          (what, done, total) ->
              line.show(
                  total < 0
                      ? "%s: %d MiB".formatted(what, done / MIB)
                      : "%s: %d of %d MiB".formatted(what, done / MIB, total / MIB)));
    }
    Cifar10.verify(folder);
    out.println("CIFAR-10: six files in " + folder.resolve(Cifar10.FOLDER) + ", checksums right");
    out.flush();
    return ExitCode.OK;
  }
}
