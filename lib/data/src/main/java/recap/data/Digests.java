package recap.data;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Checksums as lower-case hexadecimal text. */
final class Digests {
  private Digests() {}

  static String sha256(byte[]... parts) {
    MessageDigest digest = named("SHA-256");
    for (byte[] part : parts) {
      digest.update(part);
    }
    return hex(digest);
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Every Java platform has MD5, SHA-256 and SHA-512 (the last two by JDK providers). */
  static MessageDigest named(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime has no " + algorithm + ".", e);
    }
  }
}
