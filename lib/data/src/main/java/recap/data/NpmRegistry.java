package recap.data;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Which npm registry to ask: the one this machine's npm asks. */
@FunctionalInterface
interface NpmRegistry {
  /**
   * The registry's address, ending in a slash.
   *
   * @throws IOException if no registry is known; the message says how to name one
   */
  URI address() throws IOException, InterruptedException;

  /** {@code npm_config_registry} from the environment, else what the npm client is set to. */
  static NpmRegistry configured() {
    return () -> {
      String named = fromEnvironment(System.getenv());
      return parse(named != null ? named : fromClient());
    };
  }

  static String fromEnvironment(Map<String, String> environment) {
    String named = environment.get("npm_config_registry");
    return named != null ? named : environment.get("NPM_CONFIG_REGISTRY");
  }

  static URI parse(String address) throws IOException {
    if (!address.matches("https?://[^\\s]+")) {
      throw new IOException(
          "expected the address of an npm registry, found '"
              + address
              + "'; set npm_config_registry to one");
    }
    return URI.create(address.endsWith("/") ? address : address + "/");
  }

  private static String fromClient() throws IOException, InterruptedException {
    Process npm;
    try {
      npm =
          new ProcessBuilder("npm", "config", "get", "registry")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new IOException(
          "no npm client on the PATH; install one, or set npm_config_registry to the address of an"
              + " npm registry",
          e);
    }
    try {
      npm.getOutputStream().close();
      if (!npm.waitFor(30, TimeUnit.SECONDS)) {
        throw new IOException("the npm client does not answer; set npm_config_registry instead");
      }
      return new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } finally {
      npm.destroyForcibly();
    }
  }
}
