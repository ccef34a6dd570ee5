package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import recap.nn.JavaLayer;
import recap.nn.Op;

/** A layer without a kernel or without a case in the contract test fails the build here. */
class RegistryTest {
  /** Every layer class of recap.nn, found on the class path: a jar or a folder of classes. */
  private static List<Class<?>> layers() throws IOException, URISyntaxException {
    Path library = Path.of(Op.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(library)) {
      return layersIn(library);
    }
    try (var jar = FileSystems.newFileSystem(library)) {
      return layersIn(jar.getPath("/"));
    }
  }

  private static List<Class<?>> layersIn(Path root) throws IOException {
    String name = Op.class.getPackageName();
    var found = new ArrayList<Class<?>>();
    try (var files = Files.list(root.resolve(name.replace('.', '/')))) {
      for (Path file : files.toList()) {
        String simple = file.getFileName().toString().replaceFirst("\\.class$", "");
        if (!simple.equals("package-info")) {
          Class<?> type = load(name + "." + simple);
          if (Op.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
            found.add(type);
          }
        }
      }
    }
    return found;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " is on the class path but does not load", e);
    }
  }

  @Test
  void everyLayerHasAKernel() throws Exception {
    assertThat(layers()).hasSizeGreaterThan(15);
    assertThat(Kernels.layers())
        .as("layers with a kernel; a new one adds its line to recap.onednn.Kernels")
        .containsAll(
            layers().stream()
                .filter(type -> !JavaLayer.class.isAssignableFrom(type)) // these share one
                .<Class<? extends Op>>map(type -> type.asSubclass(Op.class))
                .toList());
  }

  @Test
  void everyLayerHasACaseInTheContractTest() throws Exception {
    var types = new ArrayList<>(layers());
    types.add(JavaLayer.class);
    assertThat(types)
        .allSatisfy(
            type ->
                assertThat(LayerCase.ALL)
                    .as("cases of %s; a new layer adds its line to LayerCase.ALL", type.getName())
                    .anyMatch(layer -> type.isInstance(layer.op())));
  }
}
