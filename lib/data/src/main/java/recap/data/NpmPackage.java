package recap.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** One version of an npm package. */
record NpmPackage(String name, String version, NpmRegistry registry) {
  /**
   * Downloads its archive.
   *
   * @param downloads the folder that receives it
   * @throws IOException if the registry cannot be reached or does not have it
   */
  void fetch(Download download, Path downloads) throws IOException, InterruptedException {
    try {
      URI document = registry.address().resolve(name + "/" + version);
      JsonNode dist = new ObjectMapper().readTree(download.text(document)).path("dist");
      URI tarball = document.resolve(dist.path("tarball").asText());
      download.file(tarball, archive(downloads), checksum(dist));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "expected the addresses of an npm registry and of its archive, found one that is none ("
              + e.getMessage()
              + "); check npm_config_registry",
          e);
    }
  }

  private static Checksum checksum(JsonNode dist) throws IOException {
    try {
      return Checksum.ofIntegrity(dist.path("integrity").asText());
    } catch (DataException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Where its archive is kept. */
  Path archive(Path downloads) {
    return downloads.resolve(name + "-" + version + ".tgz");
  }

  @Override
  public String toString() {
    return "npm package " + name + " " + version;
  }
}
