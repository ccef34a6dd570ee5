package recap.zoo;

import java.util.Collection;
import recap.nn.Nearest;

/** There is no model of that name; the message offers the nearest ones. */
public final class UnknownModelException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnknownModelException(String name, Collection<String> known) {
    super(Nearest.message("model", name, known));
  }
}
