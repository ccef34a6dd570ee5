package recap.labs.lab4;

/** What a network of 6n + 2 layers does around the two convolutions of a block. */
public enum Form {
  /** Nothing: the next block sees what the convolutions made. */
  PLAIN,
  /** A shortcut without parameters: zeros for the channels that are new (option A). */
  PADDED,
  /** A shortcut that is a 1x1 convolution where the shape changes (option B). */
  PROJECTED
}
