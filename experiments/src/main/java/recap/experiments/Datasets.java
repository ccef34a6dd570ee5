package recap.experiments;

import recap.data.Cifar10;
import recap.data.ImageSet;
import recap.data.Synthetic;
import recap.data.TrainTest;
import recap.nn.Shape;

/** The images of a scale; nothing is replaced silently, a missing set is an error. */
final class Datasets {
  private static final long SYNTHETIC_SEED = 1;
  private static final int SYNTHETIC_TEST = 64;

  private Datasets() {}

  /**
   * CIFAR-10, or at SMOKE the built-in set.
   *
   * @param smokeImages training images of the built-in set
   */
  static TrainTest of(Scale scale, int smokeImages) {
    return scale == Scale.SMOKE
        ? Synthetic.load(SYNTHETIC_SEED, smokeImages, SYNTHETIC_TEST)
        : Cifar10.load();
  }

  /** The shape of one image. */
  static Shape shape(ImageSet set) {
    return Shape.image(set.channels(), set.height(), set.width());
  }
}
