package recap.experiments.cli;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import recap.data.Cifar10;
import recap.data.Cifar10Download;
import recap.data.DataFolder;
import recap.data.Mnist;
import recap.data.MnistDownload;
import recap.data.Progress;

/** {@code recap data}: CIFAR-10 and MNIST, downloaded and checked. */
@Command(
    name = "data",
    description = "Downloads CIFAR-10 and MNIST if they are not there and checks their files.",
    mixinStandardHelpOptions = true)
public final class DataCommand implements Callable<Integer> {
  private static final int MIB = 1 << 20;

  /** What can be asked for, under the names of the command line. */
  enum DataSet {
    CIFAR10("CIFAR-10: six files in ", Cifar10.FOLDER) {
      @Override
      void install(Path folder, Progress progress) throws InterruptedException {
        Cifar10Download.install(folder, progress);
      }
    },
    MNIST("MNIST: four files in ", Mnist.FOLDER) {
      @Override
      void install(Path folder, Progress progress) throws InterruptedException {
        MnistDownload.install(folder, progress);
      }
    };

    private final String files;
    private final String folder;

    DataSet(String files, String folder) {
      this.files = files;
      this.folder = folder;
    }

    /** Leaves the right files in place, downloaded or already there. */
    abstract void install(Path folder, Progress progress) throws InterruptedException;
  }

  @Parameters(
      arity = "0..*",
      paramLabel = "SET",
      description = "Which: ${COMPLETION-CANDIDATES}; without any, all.")
  private Set<DataSet> sets = EnumSet.allOf(DataSet.class);

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    var out = spec.commandLine().getOut();
    Path folder = DataFolder.locate();
    for (DataSet set : sets) {
      try (var line = new StatusLine(out)) {
        set.install(
            folder,
            (what, done, total) ->
                line.show(
                    total < 0
                        ? "%s: %d MiB".formatted(what, done / MIB)
                        : "%s: %d of %d MiB".formatted(what, done / MIB, total / MIB)));
      }
      out.println(set.files + folder.resolve(set.folder) + ", checksums right");
    }
    out.flush();
    return ExitCode.OK;
  }
}
