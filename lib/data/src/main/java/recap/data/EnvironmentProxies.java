package recap.data;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The proxies of the environment ({@code https_proxy}, {@code http_proxy}, {@code no_proxy}, in
 * either case), which the JVM does not read itself. The JVM's own settings come first.
 */
final class EnvironmentProxies extends ProxySelector {
  /** A host, in brackets where it is an IPv6 address, and a port, between what is not needed. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:\\w+://)?(?:[^/@]*@)?(\\[[\\da-fA-F:.]+]|[^:/@\\[\\]\\s]+)(?::(\\d{1,5}))?(?:/.*)?");

  private static final int LAST_PORT = 65_535;

  private final ProxySelector jvm;
  private final Map<String, String> environment;

  private EnvironmentProxies(ProxySelector jvm, Map<String, String> environment) {
    this.jvm = jvm;
    this.environment = environment;
  }

  static ProxySelector over(ProxySelector jvm, Map<String, String> environment) {
    return new EnvironmentProxies(jvm, environment);
  }

  @Override
  public List<Proxy> select(URI target) {
    if (jvm != null) {
      var chosen = jvm.select(target);
      if (!chosen.isEmpty() && chosen.get(0).type() != Proxy.Type.DIRECT) {
        return chosen;
      }
    }
    String setting = value(target.getScheme().toLowerCase(Locale.ROOT) + "_proxy");
    if (setting.isBlank() || excluded(target.getHost())) {
      return List.of(Proxy.NO_PROXY);
    }
    Matcher address = ADDRESS.matcher(setting.strip());
    int port =
        address.matches() && address.group(2) != null ? Integer.parseInt(address.group(2)) : 80;
    if (!address.matches() || port > LAST_PORT) {
      throw DataException.of(
          target.getScheme() + "_proxy",
          "an address such as host:port",
          "'" + setting.replaceAll("[^/@]*@", "") + "'",
          "correct or unset it");
    }
    return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(address.group(1), port)));
  }

  private boolean excluded(String host) {
    for (String entry : value("no_proxy").split(",")) {
      String suffix = entry.strip().replaceFirst("^\\*?\\.", "");
      if (suffix.equals("*")
          || (!suffix.isEmpty() && (host.equals(suffix) || host.endsWith("." + suffix)))) {
        return true;
      }
    }
    return false;
  }

  private String value(String name) {
    String lower = environment.get(name);
    return lower != null ? lower : environment.getOrDefault(name.toUpperCase(Locale.ROOT), "");
  }

  @Override
  public void connectFailed(URI target, SocketAddress address, IOException failure) {
    // Nothing to learn: there is one proxy, and the request itself reports the failure.
  }
}
