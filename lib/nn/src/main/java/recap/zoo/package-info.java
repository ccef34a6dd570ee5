/**
 * The architectures, a file for each family, each with its paper's table as data in the paper's
 * order. A deviation from the paper is marked on its line. {@link recap.zoo.Zoo} finds them by
 * name.
 */
package recap.zoo;
