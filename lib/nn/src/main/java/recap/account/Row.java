package recap.account;

import recap.nn.Extent;
import recap.nn.Shape;

/**
 * The account of one layer.
 *
 * @param name the node's name
 * @param kind the layer's kind: {@code Conv2d}
 * @param group convolution, fully connected or other
 * @param output the output shape of one sample
 * @param parameters learned values; running statistics are not counted
 * @param macs multiply-accumulates of one sample's forward pass
 * @param operations the same as lecture notes count: a MAC is one, and so is a tap of a pool
 * @param activationBytes the output of the whole batch in float32
 * @param savedBytes what a training step keeps of this layer until its backward pass, for the whole
 *     batch: the output if this layer or one behind it needs it, one byte an element for the taps
 *     of maxima (four where a window has more than 255), four for random masks
 * @param receptiveField rows and columns of the network's input from the first to the last that one
 *     output depends on, borders ignored, so it may exceed the input
 * @param stride rows and columns of the input between neighbouring outputs
 */
public record Row(
    String name,
    String kind,
    LayerKind group,
    Shape output,
    long parameters,
    long macs,
    long operations,
    long activationBytes,
    long savedBytes,
    Extent receptiveField,
    Extent stride) {}
