package recap.zoo;

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
 * @param input the paper's input
 * @param classes the paper's number of classes
 * @param builder makes a member
 */
record Family(Pattern pattern, List<String> members, Shape input, int classes, Builder builder) {
  /** Makes the member with these numbers in its name, in the name's order. */
  @FunctionalInterface
  interface Builder {
    Network build(int[] numbers, Shape input, int classes);
  }

  /**
   * @param template the name with # for each number; without one it is the only member
   * @param members the names to list, separated by spaces
   */
  static Family of(String template, Shape input, int classes, Builder builder, String members) {
    Pattern pattern = Pattern.compile(template.replace("#", "(\\d{1,5})"));
    return new Family(pattern, List.of(members.split(" ")), input, classes, builder);
  }

  /** The numbers in {@code name} if it is a member's name. */
  Optional<int[]> numbers(String name) {
    Matcher matcher = pattern.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int[] numbers = new int[matcher.groupCount()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Integer.parseInt(matcher.group(i + 1));
    }
    return Optional.of(numbers);
  }
}
