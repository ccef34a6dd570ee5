package recap.experiments;

import java.util.List;
import java.util.Locale;
import recap.data.Cifar10;
import recap.data.ImageSet;
import recap.data.Mnist;
import recap.data.Synthetic;
import recap.data.TrainTest;
import recap.experiments.record.Scale;
import recap.nn.Shape;

/** The images of a scale; nothing is replaced silently, a missing set is an error. */
final class Datasets {
  private static final long SYNTHETIC_SEED = 1;

  private Datasets() {}

  /**
   * The first images of CIFAR-10 or, at SMOKE, of the built-in set.
   *
   * @param trainImages how many to learn from
   * @param testImages how many to measure with
   */
  static TrainTest first(Scale scale, int trainImages, int testImages) {
    TrainTest all =
        scale == Scale.SMOKE
            ? Synthetic.load(SYNTHETIC_SEED, trainImages, testImages)
            : Cifar10.load();
    return new TrainTest(all.train().subset(0, trainImages), all.test().subset(0, testImages));
  }

  /** What {@link #first} calls its training images. */
  static String trainName(Scale scale, int images) {
    return scale == Scale.SMOKE
        ? Synthetic.trainName(SYNTHETIC_SEED, images)
        : ImageSet.partName("CIFAR-10 train", 0, images, 50_000);
  }

  /** What {@link #first} calls its test images. */
  static String testName(Scale scale, int images) {
    return scale == Scale.SMOKE
        ? Synthetic.testName(SYNTHETIC_SEED, images)
        : ImageSet.partName("CIFAR-10 test", 0, images, 10_000);
  }

  /** MNIST or, at SMOKE, the built-in set. */
  static TrainTest digits(Scale scale) {
    return scale == Scale.SMOKE
        ? Synthetic.load(SYNTHETIC_SEED, trainDigits(scale), 64)
        : Mnist.load();
  }

  /** How many images of {@link #digits} there are to learn from. */
  static int trainDigits(Scale scale) {
    return scale == Scale.SMOKE ? 128 : 60_000;
  }

  /** What {@link #first} leaves out of CIFAR-10's 50 000 and 10 000 images, in words. */
  static List<String> deviations(Scale scale, int trainImages, int testImages) {
    if (scale == Scale.SMOKE) {
      return List.of("The built-in generated set stands in for CIFAR-10: nothing is shown by it.");
    }
    if (trainImages == 50_000 && testImages == 10_000) {
      return List.of();
    }
    return List.of(
        String.format(
            "The first %s training images stand for all 50 000, and the test error is measured on the"
                + " first %s test images.",
            grouped(trainImages), grouped(testImages)));
  }

  /** {@code 5000}, {@code 45 000}. */
  private static String grouped(int count) {
    return count < 10_000
        ? String.valueOf(count)
        : String.format(Locale.ROOT, "%,d", count).replace(',', ' ');
  }

  /** The shape of one image. */
  static Shape shape(ImageSet set) {
    return Shape.image(set.channels(), set.height(), set.width());
  }
}
