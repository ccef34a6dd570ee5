package recap.train;

/**
 * What was measured at one point of a training. All but the seconds are the same for every run of
 * the same {@link Training} on the same machine.
 *
 * @param epoch completed epochs, with the part of the current one: 1.5 in the middle of the second
 * @param iteration steps so far
 * @param rate learning rate of the last step
 * @param trainingLoss mean loss of the steps since the point before, dropout and augmentation on;
 *     that of auxiliary classifiers is in it, weighted 0.3
 * @param runningError share of images misclassified in those steps, in [0, 1]
 * @param trainingError share of the whole training set misclassified in inference mode, no
 *     augmentation; NaN where it was not asked for
 * @param testError the same for the test set
 * @param gradientNorm L2 norm of the loss's gradient by the first layer's weight in the last step,
 *     without weight decay
 * @param trainingSeconds spent in steps so far, feeding included; time that a kill made vain is not
 *     counted
 * @param evaluationSeconds spent in evaluations so far
 */
public record Metrics(
    double epoch,
    int iteration,
    double rate,
    double trainingLoss,
    double runningError,
    double trainingError,
    double testError,
    double gradientNorm,
    double trainingSeconds,
    double evaluationSeconds) {}
