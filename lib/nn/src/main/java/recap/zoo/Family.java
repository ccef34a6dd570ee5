package recap.zoo;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import recap.nn.Network;
import recap.nn.Shape;

/**
 * Models that differ in the numbers of their names.
 *
 * @param pattern the name, a capturing group for each number
 * @param members the names that lists show
 * @param open whether any other numbers may be tried; the builder refuses those its formula forbids
 * @param input the paper's input
 * @param classes the paper's number of classes
 * @param builder makes a member
 */
record Family(
    Pattern pattern,
    List<String> members,
    boolean open,
    Shape input,
    int classes,
    Builder builder) {

  /** Makes the member with these numbers in its name, in the name's order. */
  @FunctionalInterface
  interface Builder {
    Network build(int[] numbers, Shape input, int classes);
  }

  /** A model without numbers to choose. */
  @FunctionalInterface
  interface Single {
    Network build(Shape input, int classes);
  }

  /** A family with one number. */
  @FunctionalInterface
  interface OneNumber {
    Network build(int number, Shape input, int classes);
  }

  /** A family with two numbers. */
  @FunctionalInterface
  interface TwoNumbers {
    Network build(int first, int second, Shape input, int classes);
  }

  /** A family with three numbers. */
  @FunctionalInterface
  interface ThreeNumbers {
    Network build(int first, int second, int third, Shape input, int classes);
  }

  static Family of(String name, Shape input, int classes, Single model) {
    return parse(name, input, classes, (n, in, c) -> model.build(in, c), name);
  }

  /**
   * @param template the name with # for the number
   * @param members the listed numbers, separated by spaces; behind a last {@code ...} any other
   *     number may be tried
   */
  static Family of(String template, Shape input, int classes, OneNumber family, String members) {
    return parse(template, input, classes, (n, in, c) -> family.build(n[0], in, c), members);
  }

  /** With two #; the numbers of a member are separated by commas. */
  static Family of(String template, Shape input, int classes, TwoNumbers family, String members) {
    return parse(template, input, classes, (n, in, c) -> family.build(n[0], n[1], in, c), members);
  }

  /** With three #. */
  static Family of(String template, Shape input, int classes, ThreeNumbers family, String members) {
    Builder builder = (n, in, c) -> family.build(n[0], n[1], n[2], in, c);
    return parse(template, input, classes, builder, members);
  }

  private static Family parse(
      String template, Shape input, int classes, Builder builder, String members) {
    Pattern pattern = Pattern.compile(template.replace("#", "(\\d{1,5})"));
    boolean open = members.endsWith(" ...");
    List<String> names =
        Arrays.stream(members.replace(" ...", "").split(" "))
            .map(numbers -> fill(template, numbers.split(",")))
            .toList();
    return new Family(pattern, names, open, input, classes, builder);
  }

  private static String fill(String template, String[] numbers) {
    String name = template;
    for (String number : numbers) {
      name = name.replaceFirst("#", number);
    }
    return name;
  }

  /** The numbers in {@code name} if it is a member's name. */
  Optional<int[]> numbers(String name) {
    Matcher matcher = pattern.matcher(name);
    if (!matcher.matches() || !(open || members.contains(name))) {
      return Optional.empty();
    }
    int[] numbers = new int[matcher.groupCount()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Integer.parseInt(matcher.group(i + 1));
    }
    return Optional.of(numbers);
  }
}
