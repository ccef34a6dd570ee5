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
   */
  Path fetch(Download download, Path downloads) throws IOException, InterruptedException {
    URI document = registry.address().resolve(name + "/" + version);
    JsonNode dist = new ObjectMapper().readTree(download.text(document)).path("dist");
    Path archive = downloads.resolve(name + "-" + version + ".tgz");
    try {
      URI tarball = document.resolve(dist.path("tarball").asText());
      download.file(tarball, archive, Checksum.ofIntegrity(dist.path("integrity").asText()));
    } catch (IllegalArgumentException e) {
      throw new IOException(document + ": expected the address of an archive, found none", e);
    }
    return archive;
  }

  @Override
  public String toString() {
    return "npm package " + name + " " + version;
  }
}
