package recap.experiments.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import recap.data.Cifar10;
import recap.data.Cifar10Download;
import recap.data.DataFolder;
import recap.data.Mnist;
import recap.data.MnistDownload;
import recap.data.TransferProgress;
import recap.nn.Nearest;

/** {@code recap data}: CIFAR-10 and MNIST, downloaded and checked. */
@Command(
    name = "data",
    description = "Downloads CIFAR-10 and MNIST if they are not there and checks their files.",
    mixinStandardHelpOptions = true)
public final class DataCommand implements Callable<Integer> {
  private static final int MIB = 1 << 20;

  /** What can be asked for. */
  enum DataSet {
    CIFAR10("CIFAR-10: six files in ", Cifar10.FOLDER) {
      @Override
      Optional<String> install(Path folder, TransferProgress progress) throws InterruptedException {
        return Cifar10Download.install(folder, progress);
      }
    },
    MNIST("MNIST: four files in ", Mnist.FOLDER) {
      @Override
      Optional<String> install(Path folder, TransferProgress progress) throws InterruptedException {
        return MnistDownload.install(folder, progress);
      }
    };

    private final String files;
    private final String folder;

    DataSet(String files, String folder) {
      this.files = files;
      this.folder = folder;
    }

    /** Its name on the command line. */
    private String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static List<String> labels() {
      return Arrays.stream(values()).map(DataSet::label).toList();
    }

    private static DataSet of(String label) {
      return Arrays.stream(values())
          .filter(set -> set.label().equals(label))
          .findFirst()
          .orElseThrow(
              () -> new IllegalArgumentException(Nearest.message("data set", label, labels())));
    }

    /** Leaves the right files in place; the source, if they were not there already. */
    abstract Optional<String> install(Path folder, TransferProgress progress)
        throws InterruptedException;
  }

  @Parameters(paramLabel = "SET", description = "cifar10 or mnist; without any, both.")
  private List<String> sets = DataSet.labels();

  @Spec private CommandSpec spec;

  private List<DataSet> chosen() {
    try {
      return sets.stream().map(DataSet::of).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    var out = spec.commandLine().getOut();
    Path folder = DataFolder.locate();
    for (DataSet set : chosen()) {
      Optional<String> source;
      try (var line = new StatusLine(out)) {
        source =
            set.install(
                folder,
                (what, done, total) ->
                    line.show(
                        total < 0
                            ? "%s: %d MiB".formatted(what, done / MIB)
                            : "%s: %d of %d MiB".formatted(what, done / MIB, total / MIB)));
      }
      String origin = source.map(name -> ", from " + name).orElse("");
      out.println(set.files + folder.resolve(set.folder) + ", checksums right" + origin);
    }
    out.flush();
    return ExitCode.OK;
  }
}
