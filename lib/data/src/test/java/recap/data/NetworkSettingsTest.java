package recap.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkSettingsTest {
  private static final URI TARGET = URI.create("https://files.example.org/x");

  private static Proxy proxy(Map<String, String> environment) {
    return EnvironmentProxies.over(null, environment).select(TARGET).get(0);
  }

  @Test
  void theEnvironmentNamesTheProxy() {
    assertThat(proxy(Map.of())).isEqualTo(Proxy.NO_PROXY);
    assertThat(proxy(Map.of("http_proxy", "http://gate.example:3128"))).isEqualTo(Proxy.NO_PROXY);
    for (var name : new String[] {"https_proxy", "HTTPS_PROXY"}) {
      assertThat(((InetSocketAddress) proxy(Map.of(name, "gate.example:3128")).address()))
          .extracting(InetSocketAddress::getHostString, InetSocketAddress::getPort)
          .containsExactly("gate.example", 3128);
    }
  }

  @Test
  void excludedHostsAreReachedDirectly() {
    for (var exclusion :
        List.of("*", "a.b, example.org", ".example.org", "*.example.org", "Files.Example.ORG")) {
      assertThat(proxy(Map.of("https_proxy", "gate.example:3128", "no_proxy", exclusion)))
          .isEqualTo(Proxy.NO_PROXY);
    }
    assertThat(proxy(Map.of("https_proxy", "gate.example:3128", "no_proxy", "ample.org")).type())
        .isEqualTo(Proxy.Type.HTTP);
  }

  @Test
  void theVirtualMachinesOwnProxyComesFirst() {
    var own = ProxySelector.of(InetSocketAddress.createUnresolved("own.example", 1));
    var chosen = EnvironmentProxies.over(own, Map.of("https_proxy", "gate.example:3128"));
    assertThat(((InetSocketAddress) chosen.select(TARGET).get(0).address()).getHostString())
        .isEqualTo("own.example");
  }

  @Test
  void anUnusableProxyIsRefused() {
    assertThatThrownBy(() -> proxy(Map.of("https_proxy", "http:///nothing")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "https_proxy: expected an address such as host:port, found 'http:///nothing'; correct"
                + " or unset it.");
    for (String setting : List.of("http://me:100%secret@gate:99999", "gate:x", "a b:3128")) {
      assertThatThrownBy(() -> proxy(Map.of("https_proxy", setting)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("expected an address such as host:port")
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void aProxyThatTheClientCannotSpeakToIsRefused() {
    for (String setting : List.of("socks5://gate.example:1080", "https://gate.example:3128")) {
      assertThatThrownBy(() -> proxy(Map.of("https_proxy", setting)))
          .isInstanceOf(DataException.class)
          .hasMessage(
              "https_proxy: expected a proxy that speaks HTTP, such as http://host:port, found '"
                  + setting
                  + "'; name one, unset it, or except the host by no_proxy.");
      assertThat(proxy(Map.of("https_proxy", setting, "no_proxy", "example.org")))
          .isEqualTo(Proxy.NO_PROXY);
    }
    for (String user : List.of("me:100%secret@", "me:secret@", "secret@")) {
      assertThatThrownBy(() -> proxy(Map.of("https_proxy", "http://" + user + "gate:3128")))
          .isInstanceOf(DataException.class)
          .hasMessage(
              "https_proxy: expected a proxy without user and password, which are not sent, found"
                  + " 'http://gate:3128' with them; leave them out if it lets you through without,"
                  + " or name another one.");
    }
    for (String user : List.of("me:a/secret@", "me:a@secret@", "secret/b@")) {
      assertThatThrownBy(() -> proxy(Map.of("https_proxy", "http://" + user + "gate:3128")))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("gate:3128")
          .hasMessageNotContaining("secret");
    }
  }

  /** So that another source, which needs no proxy or another one, is asked. */
  @Test
  void anUnusableProxyIsAFailureOfTheSourceAlone(@TempDir Path folder) {
    var environment = Map.of("https_proxy", "socks5://gate.example:1080");
    var download = new Download(Download.Patience.USUAL, TransferProgress.NONE, environment);
    var sum = new Checksum("MD5", "00");
    assertThatThrownBy(() -> download.file(TARGET, folder.resolve("x"), sum))
        .isInstanceOf(Download.RefusedException.class)
        .hasMessageStartingWith("https_proxy: expected a proxy that speaks HTTP");
    assertThatThrownBy(() -> download.text(TARGET))
        .isInstanceOf(Download.RefusedException.class)
        .hasMessageStartingWith("https_proxy: expected a proxy that speaks HTTP");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void usualFormsOfAProxyAreUnderstood() {
    for (String setting :
        List.of(
            " http://my_gate.example:3128/ ",
            "my_gate.example:3128",
            "HTTP://my_gate.example:3128")) {
      assertThat(((InetSocketAddress) proxy(Map.of("https_proxy", setting)).address()))
          .as(setting)
          .extracting(InetSocketAddress::getHostString, InetSocketAddress::getPort)
          .containsExactly("my_gate.example", 3128);
    }
  }

  @Test
  void theRegistryComesFromTheEnvironment() throws IOException {
    assertThat(NpmRegistry.fromEnvironment(Map.of())).isNull();
    assertThat(NpmRegistry.fromEnvironment(Map.of("NPM_CONFIG_REGISTRY", "https://r.example")))
        .isEqualTo("https://r.example");
    assertThat(NpmRegistry.parse("https://r.example/npm"))
        .isEqualTo(URI.create("https://r.example/npm/"));
    assertThatThrownBy(() -> NpmRegistry.parse("undefined"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "expected the address of an npm registry, found 'undefined'; set npm_config_registry to"
                + " one");
  }
}
