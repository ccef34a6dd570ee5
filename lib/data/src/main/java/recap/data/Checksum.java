package recap.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import recap.io.Digests;

/**
 * The checksum a file must have.
 *
 * @param algorithm its name in Java, such as {@code SHA-512}
 * @param hex lower-case hexadecimal digits
 */
record Checksum(String algorithm, String hex) {
  /**
   * Reads npm's form, {@code sha512-BASE64}; weaker algorithms beside it are passed over.
   *
   * @throws DataException if there is no SHA-512
   */
  static Checksum ofIntegrity(String integrity) {
    for (String one : integrity.trim().split("\\s+")) {
      if (one.startsWith("sha512-")) {
        try {
          byte[] digest = Base64.getDecoder().decode(one.substring("sha512-".length()));
          return new Checksum("SHA-512", HexFormat.of().formatHex(digest));
        } catch (IllegalArgumentException e) {
          break;
        }
      }
    }
    throw DataException.of(
        "npm metadata",
        "an integrity of the form sha512-BASE64",
        "'" + integrity + "'",
        "check which registry npm_config_registry names");
  }

  boolean matches(Path file) throws IOException {
    var digest = Digests.named(algorithm);
    byte[] buffer = new byte[1 << 16];
    try (var in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return Digests.hex(digest).equals(hex);
  }

  @Override
  public String toString() {
    return algorithm + " " + hex;
  }
}
