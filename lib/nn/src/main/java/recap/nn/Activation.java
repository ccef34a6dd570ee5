package recap.nn;

/**
 * A function applied to each value alone, whose derivative can be had from its output: so it may be
 * computed in the same pass as the layer before it, in training too.
 */
public sealed interface Activation extends Op permits ReLU, Tanh, Sigmoid {}
