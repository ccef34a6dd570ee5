package recap.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import recap.data.ImageNetInput;
import recap.data.ImageNetInput.Normalized;
import recap.experiments.Probabilities;
import recap.io.StorageException;
import recap.nn.Network;
import recap.nn.Shape;
import recap.nn.Weights;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.Precision;
import recap.train.Safetensors;

/** {@code recap predict}: what a network with given weights sees in pictures. */
@Command(
    name = "predict",
    description = "Prints the five most probable classes of each picture.",
    mixinStandardHelpOptions = true)
public final class PredictCommand implements Callable<Integer> {
  private static final int SHOWN = 5;

  /** Of ImageNet, whose pictures alone are prepared here as the weights expect them. */
  private static final int CLASSES = 1000;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "an ImageNet network of the zoo, such as resnet18")
  private String model;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = "picture files")
  private List<Path> images;

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "FILE",
      description = "the model's tensors as safetensors, under torchvision's names")
  private Path weights;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "names of the classes, one a line; without it their numbers from 0 are printed")
  private Path labels;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Network whole = ModelArguments.network(spec.commandLine(), model, null);
    Network network = whole.inferenceForm();
    Shape input = network.input().shape();
    int classes = network.output().shape().channels();
    if (classes != CLASSES) {
      throw new ParameterException(
          spec.commandLine(),
          "predict: expected a model of ImageNet's %d classes, received %s with %d for %s"
                  .formatted(CLASSES, model, classes, input)
              + "; use one such as resnet18");
    }
    List<String> names = names();
    try (var executable = Executable.compile(network, 1, Precision.F32, Mode.INFERENCE)) {
      executable.load(weights(whole).of(network));
      PrintWriter out = spec.commandLine().getOut();
      for (Path image : images) {
        float[] pixels = ImageNetInput.read(image, input.height(), normalized());
        System.arraycopy(pixels, 0, executable.inputBuffer(), 0, pixels.length);
        executable.forward();
        float[] logits = new float[classes];
        executable.output(0, logits);
        print(out, image, logits, names);
      }
      out.flush();
    }
    return 0;
  }

  /** Those of the file; weights that are no numbers would answer, too. */
  private Weights weights(Network network) {
    Weights read = Safetensors.read(weights, network);
    read.tensors()
        .forEach(
            (name, tensor) -> {
              if (!tensor.finite()) {
                throw StorageException.of(
                    weights,
                    "finite weights",
                    name + " with values that are none",
                    "take the file of a training that ended well");
              }
            });
    return read;
  }

  private List<String> names() {
    if (labels == null) {
      return List.of();
    }
    try {
      List<String> names = Files.readAllLines(labels);
      if (names.size() != CLASSES) {
        throw new ParameterException(
            spec.commandLine(),
            "--labels: expected %d names, one a line, received %d in %s; name another file or leave it out"
                .formatted(CLASSES, names.size(), labels));
      }
      return names;
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--labels: expected a UTF-8 text file with a class's name in each line, could not read "
              + labels
              + " ("
              + e.getClass().getSimpleName()
              + "); name another file or leave it out",
          e);
    }
  }

  /** GoogLeNet and its successors were trained on values from -1 to 1. */
  private Normalized normalized() {
    return model.startsWith("googlenet") || model.startsWith("inception")
        ? Normalized.TO_SYMMETRIC_RANGE
        : Normalized.BY_STATISTICS;
  }

  private static void print(PrintWriter out, Path image, float[] logits, List<String> names) {
    double[] probabilities = Probabilities.softmax(logits, 0, logits.length);
    out.println(image);
    IntStream.range(0, logits.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer c) -> -logits[c]).thenComparing(c -> c))
        .limit(SHOWN)
        .forEach(
            c ->
                out.printf(
                    Locale.ROOT,
                    "  %5.1f %%  %s%n",
                    100 * probabilities[c],
                    names.isEmpty() ? "class " + c : names.get(c)));
  }
}
