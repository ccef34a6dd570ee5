package recap.experiments.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import recap.nn.Network;
import recap.nn.Shape;
import recap.nn.ShapeException;
import recap.zoo.UnknownModelException;
import recap.zoo.Zoo;

/** Turns what a user typed into networks; his mistakes become wrong usage with the remedy. */
final class ModelArguments {
  private static final Pattern SHAPE = Pattern.compile("(\\d{1,4})[xX](\\d{1,5})[xX](\\d{1,5})");

  private ModelArguments() {}

  /**
   * The model called {@code name}.
   *
   * @param input {@code CxHxW}, or null for the paper's input
   * @throws ParameterException when there is no such model, the input is not of that form, or too
   *     small for the model
   */
  static Network network(CommandLine command, String name, String input) {
    try {
      return input == null ? Zoo.build(name) : Zoo.build(name, shape(command, input));
    } catch (UnknownModelException | ShapeException e) {
      throw new ParameterException(command, e.getMessage(), e);
    }
  }

  private static Shape shape(CommandLine command, String input) {
    Matcher matcher = SHAPE.matcher(input);
    if (!matcher.matches()) {
      throw new ParameterException(
          command,
          "--input: expected CxHxW such as 3x224x224, received '%s'; give channels, height and"
                  .formatted(input)
              + " width");
    }
    return Shape.image(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }
}
