package recap.data;

/**
 * Two sets of the same shape and classes: one to learn from, one held out.
 *
 * @param train the images to learn from
 * @param test the images that measure what was learnt
 */
public record TrainTest(ImageSet train, ImageSet test) {
  /**
   * @throws DataException if image shape or classes differ
   */
  public TrainTest {
    if (train.channels() != test.channels()
        || train.height() != test.height()
        || train.width() != test.width()
        || !train.classNames().equals(test.classNames())) {
      throw DataException.of(
          "TrainTest",
          "two sets of one shape and the same classes",
          train + " and " + test,
          "pair sets of one source");
    }
  }
}
