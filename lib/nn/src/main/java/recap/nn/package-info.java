/**
 * Networks as plain values: shapes, layers, nodes and the network that lists them.
 *
 * <p>Dimension letters used throughout: N batch, C channels, H height, W width, F features, O
 * output channels, I input channels. Shapes never include the batch; MACs are multiply-accumulates
 * of one sample. A network is computed elsewhere: {@code recap.account}, {@code recap.draw} and
 * {@code recap.onednn} are folds over the same list of nodes. What is computed here is the initial
 * weights and the few layers in plain Java.
 */
package recap.nn;
