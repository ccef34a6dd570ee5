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
 * either case), which the JVM does not read itself. The JVM's own settings come first. A proxy that
 * the JVM's HTTP client cannot speak to is refused where it is chosen: one of another protocol than
 * HTTP, or one that wants a user and a password.
 */
final class EnvironmentProxies extends ProxySelector {
  /**
   * A protocol, a user, a host, in brackets where it is an IPv6 address, and a port, before what is
   * not needed.
   */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:(?<protocol>\\w+)://)?(?<user>[^/@]*@)?"
              + "(?<host>\\[[\\da-fA-F:.]+]|[^:/@\\[\\]\\s]+)(?::(?<port>\\d{1,5}))?(?:/[^@]*)?");

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
    String name = target.getScheme().toLowerCase(Locale.ROOT) + "_proxy";
    String setting = value(name).strip();
    if (setting.isEmpty() || excluded(target.getHost().toLowerCase(Locale.ROOT))) {
      return List.of(Proxy.NO_PROXY);
    }
    return List.of(proxy(name, setting));
  }

  private static Proxy proxy(String name, String setting) {
    // Whatever stands before an @ may be a password.
    String shown = "'" + setting.replaceFirst("(?s)^(\\w+://)?.*@", "$1") + "'";
    Matcher address = ADDRESS.matcher(setting);
    boolean matches = address.matches();
    String digits = matches ? address.group("port") : null;
    int port = digits == null ? 80 : Integer.parseInt(digits);
    if (!matches || port > LAST_PORT) {
      throw DataException.of(name, "an address such as host:port", shown, "correct or unset it");
    }
    String protocol = address.group("protocol");
    if (protocol != null && !protocol.equalsIgnoreCase("http")) {
      throw DataException.of(
          name,
          "a proxy that speaks HTTP, such as http://host:port",
          shown,
          "name one, unset it, or except the host by no_proxy");
    }
    if (address.group("user") != null) {
      throw DataException.of(
          name,
          "a proxy without user and password, which are not sent",
          shown + " with them",
          "leave them out if it lets you through without, or name another one");
    }
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(address.group("host"), port));
  }

  private boolean excluded(String host) {
    for (String entry : value("no_proxy").toLowerCase(Locale.ROOT).split(",")) {
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
