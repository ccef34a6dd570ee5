package recap.zoo;

import java.util.List;

/** There is no model of that name; the message offers the nearest ones. */
public final class UnknownModelException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnknownModelException(String name, List<String> nearest) {
    super(
        "Zoo: expected the name of a model, received '"
            + name
            + "'; "
            + (nearest.isEmpty()
                ? "see Zoo.names() or `recap list`."
                : "did you mean " + String.join(" or ", nearest) + "?"));
  }
}
