package recap.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import recap.io.StorageException;
import recap.nn.BatchNorm;
import recap.nn.Conv2d;
import recap.nn.GlobalAvgPool;
import recap.nn.Initializer;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Tensor;
import recap.nn.Weights;

class SafetensorsTest {
  @TempDir Path folder;

  private static final Network NETWORK =
      Network.of(
          "small",
          Node.input(1, 4, 4).then("conv1", Conv2d.of(2, 3).noBias()).then("bn1", new BatchNorm()));

  static byte[] bytes(Safetensors file) {
    var out = new ByteArrayOutputStream();
    try {
      file.writeTo(out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  /** A file with this header and as many zero bytes of data. */
  static byte[] file(String header, int dataBytes) {
    return file(header.getBytes(StandardCharsets.UTF_8), dataBytes);
  }

  static byte[] file(byte[] json, int dataBytes) {
    return ByteBuffer.allocate(8 + json.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  static Safetensors parse(byte[] file) {
    try {
      var channel = Channels.newChannel(new ByteArrayInputStream(file));
      return Safetensors.read("test.safetensors", channel, file.length);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsWrittenIsReadBackToTheBit() {
    var tensors = new LinkedHashMap<String, Tensor>();
    float[] odd = {Float.NaN, -0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, 1 / 3f, 2};
    tensors.put("conv1.weight", new Tensor(List.of(1, 2, 3), odd));
    tensors.put("ein \"Name\" – 名前", new Tensor(List.of(), new float[] {7}));
    tensors.put("empty", new Tensor(List.of(0, 5), new float[0]));
    tensors.put("large", new Tensor(List.of(70_000), new float[70_000]));
    var written = new Safetensors(new Weights(tensors), Map.of("format", "pt"));
    Path file = folder.resolve("Gewichte – 重み.safetensors");
    written.write(file);
    Safetensors read = Safetensors.read(file);
    assertThat(read.metadata()).isEqualTo(written.metadata());
    assertThat(read.weights().tensors().keySet()).containsExactlyElementsOf(tensors.keySet());
    assertThat(read.weights().sha256()).isEqualTo(written.weights().sha256());
    assertThat(bytes(read)).isEqualTo(bytes(written));
  }

  /** As the history of a long run is: Jackson alone stops at 20 million characters. */
  @Test
  void aLongTextOfMetadataIsReadBack() {
    String text = "0.123456789 ".repeat(2_000_000);
    var written = new Safetensors(new Weights(Map.of()), Map.of("state", text));
    assertThat(parse(bytes(written)).metadata()).isEqualTo(written.metadata());
  }

  @Test
  void valuesStartAtAMultipleOfEight() {
    byte[] file = bytes(Safetensors.of(Initializer.he().initialize(NETWORK, 1)));
    assertThat(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0x0000, 0.0",
    "0x8000, -0.0",
    "0x3c00, 1.0",
    "0xc000, -2.0",
    "0x7bff, 65504.0",
    "0x0001, 5.9604645E-8",
    "0x83ff, -6.097555E-5",
    "0x0400, 6.1035156E-5",
    "0x3555, 0.33325195",
    "0x7c00, Infinity",
    "0xfc00, -Infinity",
    "0x7e00, NaN"
  })
  void halfPrecisionIsReadExactly(String bits, Float value) {
    float read = ElementType.float16((short) (int) Integer.decode(bits));
    assertThat(Float.valueOf(read)).isEqualTo(value);
  }

  @Test
  void tensorsInAnyOrderOfDataAreFound() {
    byte[] file =
        file(
            "{\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]},"
                + "\"a\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}",
            8);
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(file.length - 8, (short) 0x3F80)
        .putShort(file.length - 6, (short) 0xC000)
        .putFloat(file.length - 4, 5);
    Weights weights = parse(file).weights();
    assertThat(weights.tensors().keySet()).containsExactly("b", "a");
    assertThat(weights.get("a").values()).containsExactly(1, -2);
    assertThat(weights.get("b").values()).containsExactly(5);
  }

  @Test
  void pytorchsCountersAreLeftOut() {
    byte[] file =
        file(
            "{\"bn1.num_batches_tracked\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                + "\"bn1.weight\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}",
            12);
    assertThat(parse(file).weights().tensors()).containsOnlyKeys("bn1.weight");
  }

  @Test
  void weightsForANetworkComeInItsOrder() {
    Weights weights = Initializer.he().initialize(NETWORK, 3);
    var shuffled = new LinkedHashMap<String, Tensor>();
    weights.tensors().keySet().stream()
        .sorted()
        .forEach(name -> shuffled.put(name, weights.get(name)));
    Path file = folder.resolve("file");
    Safetensors.of(new Weights(shuffled)).write(file);
    assertThat(Safetensors.read(file, NETWORK).sha256()).isEqualTo(weights.sha256());
  }

  @Test
  void everyMismatchWithANetworkIsListed() {
    var tensors = new LinkedHashMap<>(Initializer.he().initialize(NETWORK, 3).tensors());
    tensors.remove("bn1.bias");
    tensors.put("bn1.weight", new Tensor(List.of(3), new float[3]));
    tensors.put("fc.weight", new Tensor(List.of(10, 2), new float[20]));
    Path file = folder.resolve("file");
    Safetensors.of(new Weights(tensors)).write(file);
    assertThatThrownBy(() -> Safetensors.read(file, NETWORK))
        .isInstanceOf(StorageException.class)
        .hasMessage(
            file
                + ": expected the weights of small, found 3 that do not fit: bn1.weight: expected"
                + " [2], received [3]; missing bn1.bias [2]; extra fc.weight [10, 2]; check that"
                + " the file is of this model.");
  }

  @Test
  void aHeaderOfTenGigabytesIsRefusedBeforeItIsRead() throws IOException {
    Path file = folder.resolve("file");
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(11_000_000_000L);
      sparse.writeLong(Long.reverseBytes(10_000_000_000L));
    }
    assertThatThrownBy(() -> Safetensors.read(file))
        .hasMessage(
            file
                + ": expected a safetensors file, whose first 8 bytes are its header's length,"
                + " found a header of 10000000000 in 11000000000 bytes; check that it is one and"
                + " was copied whole.");
  }

  @Test
  void whatIsNoSafetensorsFileIsRefused() {
    assertThatThrownBy(() -> parse(new byte[3])).hasMessageContaining("found 3 bytes");
    assertThatThrownBy(() -> parse(new byte[100]))
        .hasMessageContaining("found a header of 0 in 100 bytes");
    byte[] negative = file("{}", 0);
    negative[7] = (byte) 0x80;
    assertThatThrownBy(() -> parse(negative))
        .hasMessageContaining("found a header of 9223372036854775810 in 10 bytes");
    assertThatThrownBy(() -> Safetensors.read(folder.resolve("none")))
        .hasMessage(
            folder.resolve("none")
                + ": expected a readable file, found no such file or folder; check the path and"
                + " its permissions.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a'                                              | a header in JSON",
        "[]                                                | expected START_OBJECT",
        "{} {}                                             | one object, found more behind it",
        "{'a':1}                                           | expected START_OBJECT at a",
        "{'a':{}}                                          | a lacks its dtype",
        "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}} | negative size or offset -1",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}} | negative size or offset -4",
        "{'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,4]}} | found VALUE_NUMBER_FLOAT",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4],'x':1}} | a field \"x\"",
        "{'a':{'dtype':'X1','shape':[1],'data_offsets':[0,8]}}   | a has the unknown type X1",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}  | F32 with offsets 0 to 8",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}  | F32 with offsets 8 to 0",
        "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}} | end at byte 16, the file's data"
            + " at 8",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}  | bytes 0 to 4 belong to no tensor",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}  | end at byte 4, the file's data"
            + " at 8",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296,4],'data_offsets':[0,8]}} | too many"
            + " values",
        "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}} | in JSON",
        "{'a':{'dtype':'I64','shape':[1],'data_offsets':[0,8]}}  | found a of type I64; convert"
      })
  void aDamagedHeaderIsRefused(String header, String message) {
    assertThatThrownBy(() -> parse(file(header.replace('\'', '"'), 8)))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("test.safetensors: expected ")
        .hasMessageContaining(message);
  }

  @Test
  void everythingThatIsWrongWithTheTensorsIsListed() {
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]},"
            + "\"c\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[16,20]}}";
    assertThatThrownBy(() -> parse(file(header, 16)))
        .hasMessage(
            "test.safetensors: expected tensors that fit the file, found b overlaps the tensor"
                + " before byte 8; bytes 12 to 16 belong to no tensor; the tensors end at byte 20,"
                + " the file's data at 16; get the safetensors file again.");
  }

  @Test
  void ofManyProblemsTheFirstAreNamedAndTheOthersCounted() {
    String header =
        IntStream.range(0, 1000)
            .mapToObj(
                i ->
                    "\"a%d\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}".formatted(i))
            .collect(Collectors.joining(",", "{", "}"));
    assertThatThrownBy(() -> parse(file(header, 8)))
        .hasMessageContaining("a20 overlaps the tensor before byte 8; and 979 more; get")
        .hasMessageNotContaining("a21 ");
  }

  @Test
  void aNameThatComesTwiceIsRefused() {
    String entry = "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
    assertThatThrownBy(() -> parse(file("{" + entry + "," + entry + "}", 4)))
        .hasMessageContaining("Duplicate field 'a'");
  }

  @Test
  void aHeaderThatIsNoTextIsRefused() {
    byte[] file = file("{ }", 0);
    file[9] = (byte) 0xFF;
    assertThatThrownBy(() -> parse(file)).hasMessageContaining("expected a header in UTF-8");
  }

  @Test
  void aFileCutAnywhereIsRefused() {
    byte[] whole = bytes(Safetensors.of(Initializer.he().initialize(NETWORK, 1)));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> parse(cut)).isInstanceOf(StorageException.class);
    }
  }

  @Test
  void aFileThatIsWrittenReadsAsIfItWereTorchvisions() throws IOException {
    Path file = folder.resolve("file");
    Safetensors.of(Initializer.he().initialize(NETWORK, 1)).write(file);
    byte[] bytes = Files.readAllBytes(file);
    int headerLength = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    assertThat(new String(bytes, 8, headerLength, StandardCharsets.UTF_8))
        .startsWith(
            "{\"conv1.weight\":{\"dtype\":\"F32\",\"shape\":[2,1,3,3],\"data_offsets\":[0,72]},");
  }

  @Test
  void aFileOfTheReferenceImplementationIsRead() throws URISyntaxException {
    Network network =
        Network.of(
            "made by tests/make_safetensors.py",
            Node.input(3, 8, 8)
                .then("conv1", Conv2d.of(4, 3).noBias())
                .then("bn1", new BatchNorm())
                .then(new GlobalAvgPool())
                .then("fc", Linear.of(10)));
    Path file = Path.of(SafetensorsTest.class.getResource("torchvision.safetensors").toURI());
    assertThat(Safetensors.read(file).metadata()).containsExactly(entry("format", "pt"));
    Weights weights = Safetensors.read(file, network);
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              for (int i = 0; i < tensor.values().length; i++) {
                assertThat(tensor.values()[i])
                    .as("%s[%d]", name, i)
                    .isEqualTo(((i + name.length()) % 16 - 8) / 4f);
              }
            });
  }
}
