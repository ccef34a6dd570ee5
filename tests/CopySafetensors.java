import java.nio.file.Path;
import recap.train.Safetensors;

/** Reads one safetensors file and writes another, for test_safetensors.py. */
public final class CopySafetensors {
  private CopySafetensors() {}

  public static void main(String[] args) {
    Safetensors.read(Path.of(args[0])).write(Path.of(args[1]));
  }
}
