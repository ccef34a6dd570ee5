package recap.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import recap.fuzz.Mutator;
import recap.fuzz.ParserCheck;
import recap.io.StorageException;
import recap.nn.Tensor;
import recap.nn.Weights;

/** Whatever bytes come, they are weights or a {@link StorageException} with a message. */
class SafetensorsFuzzTest {
  private static final int MEBIBYTES = 16;
  private static final ParserCheck FILES =
      new ParserCheck(
          "safetensors", StorageException.class, MEBIBYTES, SafetensorsFuzzTest::parses);
  private static final ParserCheck HEADERS =
      new ParserCheck(
          "safetensors header", StorageException.class, MEBIBYTES, SafetensorsFuzzTest::parses);

  private static final Mutator VALID_FILES = Mutator.of(valid());
  private static final Mutator VALID_HEADERS =
      Mutator.of(
          "{\"a\":{\"dtype\":\"F16\",\"shape\":[2,2],\"data_offsets\":[0,8]},"
              + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
              + "\"c\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[12,16]}}",
          "{\"__metadata__\":{\"format\":\"pt\"},"
              + "\"w\":{\"dtype\":\"F64\",\"shape\":[1,1,1],\"data_offsets\":[0,8]},"
              + "\"bn.num_batches_tracked\":"
              + "{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[8,16]}}");

  private static byte[] valid() {
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("conv1.weight", new Tensor(List.of(2, 1, 3), new float[6]));
    tensors.put("fc.bias", new Tensor(List.of(2), new float[2]));
    return SafetensorsTest.bytes(new Safetensors(new Weights(tensors), Map.of("format", "pt")));
  }

  private static void parses(byte[] file) {
    long values =
        SafetensorsTest.parse(file).weights().tensors().values().stream()
            .mapToLong(tensor -> tensor.values().length)
            .sum();
    // The smallest elements that are read have two bytes.
    assertThat(values).isLessThanOrEqualTo(file.length / 2);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void files(@ForAll Random random) {
    FILES.accept(VALID_FILES.next(random));
  }

  /** The header's length is made right again, so that the JSON behind it is looked at. */
  @Property(shrinking = ShrinkingMode.OFF)
  void headers(@ForAll Random random) {
    byte[] header = VALID_HEADERS.next(random);
    int dataBytes = random.nextInt(4) > 0 ? 16 : random.nextInt(40);
    HEADERS.accept(SafetensorsTest.file(header, dataBytes));
  }

  @AfterContainer
  static void report() {
    List.of(FILES, HEADERS).forEach(check -> System.out.println(check.report()));
  }
}
