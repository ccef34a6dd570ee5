package recap.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
    for (var exclusion : new String[] {"*", "a.b, example.org", ".example.org", "*.example.org"}) {
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
  void usualFormsOfAProxyAreUnderstood() {
    for (String setting :
        List.of(
            " http://my_gate.example:3128/ ",
            "my_gate.example:3128",
            "http://me:100%secret@my_gate.example:3128")) {
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
