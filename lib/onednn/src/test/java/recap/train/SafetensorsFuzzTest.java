package recap.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;
import recap.nn.Tensor;
import recap.nn.Weights;

/** Whatever bytes come, they are weights or a {@link StorageException} with a message. */
class SafetensorsFuzzTest {
  private static final byte[] VALID = valid();

  private static byte[] valid() {
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("conv1.weight", new Tensor(List.of(2, 1, 3), new float[6]));
    tensors.put("fc.bias", new Tensor(List.of(2), new float[2]));
    return SafetensorsTest.bytes(new Safetensors(new Weights(tensors), Map.of("format", "pt")));
  }

  private static void parsesOrRefuses(byte[] file) {
    try {
      long values =
          SafetensorsTest.parse(file).weights().tensors().values().stream()
              .mapToLong(tensor -> tensor.values().length)
              .sum();
      // The smallest elements that are read have two bytes.
      assertThat(values).isLessThanOrEqualTo(file.length / 2);
    } catch (StorageException e) {
      assertThat(e).hasMessageMatching("(?s)test.safetensors: expected .+, found .+; .+\\.");
    }
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void anyBytes(@ForAll @Size(max = 200) byte[] file) {
    parsesOrRefuses(file);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void anyHeader(@ForAll byte[] header) {
    parsesOrRefuses(SafetensorsTest.file(new String(header, StandardCharsets.ISO_8859_1), 16));
  }

  /** A change of some bytes of a good file, perhaps cut or drawn out. */
  @Property(shrinking = ShrinkingMode.OFF)
  void changedFiles(@ForAll("changes") List<int[]> changes, @ForAll("lengths") int length) {
    byte[] file = Arrays.copyOf(VALID, length);
    for (int[] change : changes) {
      if (change[0] < length) {
        file[change[0]] = (byte) change[1];
      }
    }
    parsesOrRefuses(file);
  }

  /** Headers of the right grammar and wrong content. */
  @Property(shrinking = ShrinkingMode.OFF)
  void wellFormedHeaders(@ForAll("headers") String header, @ForAll("lengths") int dataBytes) {
    parsesOrRefuses(SafetensorsTest.file(header, dataBytes));
  }

  @Provide
  Arbitrary<List<int[]>> changes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, VALID.length - 1),
            Arbitraries.integers().between(0, 255))
        .as((at, value) -> new int[] {at, value})
        .list()
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(3, Arbitraries.just(VALID.length)),
        net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(0, VALID.length + 16)));
  }

  @Provide
  Arbitrary<String> headers() {
    Arbitrary<String> number =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 40).map(String::valueOf),
            Arbitraries.longs().map(String::valueOf),
            Arbitraries.of("1e3", "true", "null", "[]", "{}", "18446744073709551616"));
    Arbitrary<String> numbers =
        number.list().ofMaxSize(4).map(list -> "[" + String.join(",", list) + "]");
    Arbitrary<String> type = Arbitraries.of("F32", "F16", "BF16", "F64", "I64", "U8", "C128");
    Arbitrary<String> name = Arbitraries.of("a", "b", "__metadata__", "c.num_batches_tracked", "");
    return Combinators.combine(name, type, numbers, numbers)
        .as(
            (n, t, shape, offsets) ->
                "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}"
                    .formatted(n, t, shape, offsets))
        .list()
        .ofMaxSize(4)
        .map(list -> "{" + String.join(",", list) + "}");
  }
}
