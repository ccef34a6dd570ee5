package recap.account;

import recap.nn.Conv2d;
import recap.nn.Linear;
import recap.nn.Op;

/** The three groups in which lecture notes compare layers. */
public enum LayerKind {
  /** Convolutions. */
  CONVOLUTION("convolution"),
  /** Linear layers. */
  FULLY_CONNECTED("fully connected"),
  /** Everything else: pools, activations, normalisations, joins. */
  OTHER("other");

  private final String label;

  LayerKind(String label) {
    this.label = label;
  }

  /** {@code fully connected}. */
  public String label() {
    return label;
  }

  /** The group of a layer. */
  public static LayerKind of(Op op) {
    if (op instanceof Conv2d) {
      return CONVOLUTION;
    }
    return op instanceof Linear ? FULLY_CONNECTED : OTHER;
  }
}
