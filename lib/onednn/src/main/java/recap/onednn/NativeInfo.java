package recap.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.bytedeco.dnnl.global.dnnl;

/**
 * The native library as it is on this machine.
 *
 * @param version oneDNN's version, for example {@code 3.11.0}
 * @param instructionSet the widest instruction set oneDNN will use here, after {@code
 *     ONEDNN_MAX_CPU_ISA}, for example {@code avx512_core_bf16}
 */
public record NativeInfo(String version, String instructionSet) {

  /** Platforms whose native library the build puts on the class path. */
  static final Set<String> SUPPORTED = Set.of("linux-x86_64");

  /** {@code dnnl_cpu_isa_t} by value; the library offers no function that names them. */
  private static final Map<Integer, String> ISA_NAMES =
      Map.ofEntries(
          Map.entry(dnnl.dnnl_cpu_isa_default, "default"),
          Map.entry(dnnl.dnnl_cpu_isa_sse41, "sse41"),
          Map.entry(dnnl.dnnl_cpu_isa_avx, "avx"),
          Map.entry(dnnl.dnnl_cpu_isa_avx2, "avx2"),
          Map.entry(dnnl.dnnl_cpu_isa_avx2_vnni, "avx2_vnni"),
          Map.entry(dnnl.dnnl_cpu_isa_avx2_vnni_2, "avx2_vnni_2"),
          Map.entry(dnnl.dnnl_cpu_isa_avx512_core, "avx512_core"),
          Map.entry(dnnl.dnnl_cpu_isa_avx512_core_vnni, "avx512_core_vnni"),
          Map.entry(dnnl.dnnl_cpu_isa_avx512_core_bf16, "avx512_core_bf16"),
          Map.entry(dnnl.dnnl_cpu_isa_avx512_core_fp16, "avx512_core_fp16"),
          Map.entry(dnnl.dnnl_cpu_isa_avx512_core_amx, "avx512_core_amx"),
          Map.entry(dnnl.dnnl_cpu_isa_avx512_core_amx_fp16, "avx512_core_amx_fp16"));

  /** Sets that are not known here are newer ones. */
  private static final Set<String> WITHOUT_AVX512 =
      Set.of("default", "sse41", "avx", "avx2", "avx2_vnni", "avx2_vnni_2");

  private static final Set<String> FASTER_IN_BFLOAT16 =
      Set.of("avx512_core_bf16", "avx512_core_amx", "avx512_core_amx_fp16");

  private static volatile NativeInfo loaded;

  /**
   * Loads the native library if it is not loaded yet and asks it.
   *
   * @throws NativeUnavailableException where the platform is not supported or loading fails
   */
  public static NativeInfo load() {
    if (loaded == null) {
      requirePlatform(System.getProperty("os.name"), System.getProperty("os.arch"));
      loaded = undisturbed();
    }
    return loaded;
  }

  /**
   * Loads in a thread that nobody interrupts. Under one that the stop button interrupts, JavaCPP
   * and JNA take the interrupt away or fail, JavaCPP for as long as the process lives.
   */
  private static NativeInfo undisturbed() {
    try {
      return CompletableFuture.supplyAsync(
              NativeInfo::ask, task -> new Thread(task, "recap-native").start())
          .join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      throw cause instanceof LinkageError
          ? new NativeUnavailableException(loadMessage(cause), cause)
          : e;
    }
  }

  private static NativeInfo ask() {
    Waiting.choose();
    try (var version = dnnl_version()) {
      Threads.prepare();
      return new NativeInfo(
          version.major() + "." + version.minor() + "." + version.patch(), // digits of no locale
          isaName(dnnl_get_effective_cpu_isa()));
    }
  }

  /** The number formats that oneDNN computes: bfloat16 needs AVX-512, which can emulate it. */
  public List<Precision> precisions() {
    return hasAvx512() ? List.of(Precision.F32, Precision.BF16) : List.of(Precision.F32);
  }

  /**
   * The same, the fastest first: bfloat16 with AMX's tiles and as AMD multiplies it ({@code
   * avx512_core_bf16}), float32 elsewhere. AVX-512 alone only emulates bfloat16, and Intel's
   * processors with their AMX hidden, {@code avx512_core_fp16}, multiply it more slowly; sets that
   * are not known here count as these.
   */
  public List<Precision> fastestFirst() {
    return FASTER_IN_BFLOAT16.contains(instructionSet)
        ? List.of(Precision.BF16, Precision.F32)
        : precisions();
  }

  /** Whether oneDNN computes with vectors of 16 float32. */
  boolean hasAvx512() {
    return !WITHOUT_AVX512.contains(instructionSet);
  }

  /**
   * Refuses a number format that oneDNN does not compute here.
   *
   * @param who wants it, for the message
   * @throws NativeUnavailableException naming what this processor has
   */
  void require(Precision precision, String who) {
    if (!precisions().contains(precision)) {
      throw new NativeUnavailableException(
          ("%s: expected a processor on which oneDNN computes %s (AVX-512), found one with %s;"
                  + " use one of %s")
              .formatted(who, precision, instructionSet, precisions()),
          null);
    }
  }

  /** Refuses an operating system or processor for which no native library is on the class path. */
  static void requirePlatform(String os, String arch) {
    String platform = platform(os, arch);
    if (!SUPPORTED.contains(platform)) {
      throw new NativeUnavailableException(
          "oneDNN: expected one of the platforms %s, found %s (%s, %s); run on 64-bit x86 Linux"
              .formatted(SUPPORTED, platform, os, arch),
          null);
    }
  }

  /** JavaCPP's name of a platform, for example {@code linux-x86_64} or {@code macosx-arm64}. */
  private static String platform(String os, String arch) {
    String lower = os.toLowerCase(Locale.ROOT);
    String system =
        lower.startsWith("windows")
            ? "windows"
            : lower.startsWith("mac") ? "macosx" : lower.replace(" ", "");
    String processor =
        switch (arch) {
          case "amd64", "x86_64", "x64" -> "x86_64";
          case "aarch64", "arm64" -> "arm64";
          default -> arch;
        };
    return system + "-" + processor;
  }

  static String isaName(int isa) {
    return ISA_NAMES.getOrDefault(isa, "isa 0x%x".formatted(isa));
  }

  static String loadMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return ("oneDNN: expected to load the native library jnidnnl, got %s (%s); check that the C++ and"
            + " OpenMP runtimes are installed (Debian: apt-get install libstdc++6 libgomp1) and that"
            + " JavaCPP's cache (-Dorg.bytedeco.javacpp.cachedir, by default ~/.javacpp) is writable"
            + " and allows execution")
        .formatted(root.getClass().getSimpleName(), root.getMessage());
  }
}
