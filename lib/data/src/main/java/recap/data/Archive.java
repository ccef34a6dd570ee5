package recap.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The files of a gzipped tar. */
final class Archive {
  private static final long MAX_ENTRY = 64L << 20;

  private Archive() {}

  /** Reads one file, or leaves it. */
  interface Reader {
    /**
     * @param name without folders
     */
    void read(String name, InputStream content) throws IOException, InterruptedException;
  }

  /** Shows every file of at most 64 MiB, in the archive's order. */
  static void forEach(Path archive, Reader reader) throws IOException, InterruptedException {
    try (var file = new BufferedInputStream(Files.newInputStream(archive));
        var tar = new TarArchiveInputStream(new GZIPInputStream(file, 1 << 16))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (entry.isFile() && entry.getSize() <= MAX_ENTRY) {
          reader.read(name, tar);
        }
      }
    }
  }

  /** Stages the files of the names that are wanted as they are. */
  static void stage(Path archive, Staging staging) throws IOException, InterruptedException {
    forEach(
        archive,
        (name, content) -> {
          if (staging.wants(name)) {
            staging.add(name, content.readAllBytes());
          }
        });
  }
}
