package recap.draw;

import recap.nn.Activation;
import recap.nn.AdaptiveAvgPool;
import recap.nn.Add;
import recap.nn.AvgPool;
import recap.nn.BatchNorm;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.DropPath;
import recap.nn.Dropout;
import recap.nn.GlobalAvgPool;
import recap.nn.Linear;
import recap.nn.LocalResponseNorm;
import recap.nn.MaxPool;
import recap.nn.Op;
import recap.nn.ScaleChannels;

/** Kinds of layers by colour: Okabe and Ito's palette, told apart by colour-blind readers. */
enum Paint {
  CONVOLUTION("convolution", "#56B4E9"),
  LINEAR("fully connected", "#0072B2"),
  POOL("pooling", "#E69F00"),
  NORM("normalisation", "#009E73"),
  ACTIVATION("activation", "#F0E442"),
  JOIN("join", "#D55E00"),
  REGULARISATION("dropout", "#CC79A7"),
  OTHER("other", "#999999");

  private final String label;
  private final String colour;

  Paint(String label, String colour) {
    this.label = label;
    this.colour = colour;
  }

  String label() {
    return label;
  }

  String colour() {
    return colour;
  }

  static Paint of(Op op) {
    if (op instanceof Conv2d) {
      return CONVOLUTION;
    } else if (op instanceof Linear) {
      return LINEAR;
    } else if (op instanceof MaxPool
        || op instanceof AvgPool
        || op instanceof AdaptiveAvgPool
        || op instanceof GlobalAvgPool) {
      return POOL;
    } else if (op instanceof BatchNorm || op instanceof LocalResponseNorm) {
      return NORM;
    } else if (op instanceof Activation) {
      return ACTIVATION;
    } else if (op instanceof Add || op instanceof Concat || op instanceof ScaleChannels) {
      return JOIN;
    } else if (op instanceof Dropout || op instanceof DropPath) {
      return REGULARISATION;
    }
    return OTHER;
  }
}
