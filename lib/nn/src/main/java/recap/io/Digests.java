package recap.io;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Checksums as lower-case hexadecimal text. */
public final class Digests {
  private Digests() {}

  /** SHA-256 of {@code parts}, one behind the other. */
  public static String sha256(byte[]... parts) {
    MessageDigest digest = named("SHA-256");
    for (byte[] part : parts) {
      digest.update(part);
    }
    return hex(digest);
  }

  /** SHA-256 of {@code text} in UTF-8. */
  public static String sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What {@code digest} has taken in so far; it then begins anew. */
  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Every Java platform has MD5 and SHA-256, and every JDK's providers SHA-512. */
  public static MessageDigest named(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime has no " + algorithm + ".", e);
    }
  }
}
