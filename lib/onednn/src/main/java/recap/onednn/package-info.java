/**
 * Networks compiled to oneDNN primitives: the only package that sees native code.
 *
 * <p>{@link recap.onednn.Executable#compile} is the whole public story. Behind it, {@link
 * recap.onednn.Fusion} decides which layers share a pass, each layer's {@link recap.onednn.Kernel}
 * appends its calls to the {@link recap.onednn.Plan}, {@link recap.onednn.MemoryPlan} places every
 * buffer of the step in one arena, and from then on a step only executes a fixed list. Where
 * several primitives are quicker than the one that oneDNN has for a layer, a class of its own puts
 * them in its place: {@link recap.onednn.WinogradConv}, {@link
 * recap.onednn.LocalResponseNormBackward}, {@link recap.onednn.WideBackward}.
 */
package recap.onednn;
