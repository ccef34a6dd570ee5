package recap.labs.lab6;

/**
 * One training of a plan.
 *
 * @param arm which network
 * @param seed of the initial weights, the order of the images and dropout
 */
public record Run(String arm, long seed) {}
