package recap.onednn;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import recap.nn.Add;
import recap.nn.AvgPool;
import recap.nn.BatchNorm;
import recap.nn.Concat;
import recap.nn.Conv2d;
import recap.nn.DropPath;
import recap.nn.Dropout;
import recap.nn.Flatten;
import recap.nn.GlobalAvgPool;
import recap.nn.Input;
import recap.nn.JavaLayer;
import recap.nn.Linear;
import recap.nn.LocalResponseNorm;
import recap.nn.MaxPool;
import recap.nn.Op;
import recap.nn.PaddedShortcut;
import recap.nn.ReLU;
import recap.nn.Scale;
import recap.nn.ScaleChannels;
import recap.nn.Sigmoid;
import recap.nn.Tanh;

/** Which kernel executes which layer: a new layer adds its line here. */
final class Kernels {
  private static final Map<Class<? extends Op>, BiFunction<Plan, Fusion.Group, Kernel>> KERNELS =
      Map.ofEntries(
          Map.entry(Input.class, InputKernel::new),
          Map.entry(Conv2d.class, Kernels::convolution),
          Map.entry(Linear.class, LinearKernel::new),
          Map.entry(BatchNorm.class, BatchNormKernel::new),
          Map.entry(ReLU.class, ActivationKernel::new),
          Map.entry(Tanh.class, ActivationKernel::new),
          Map.entry(Sigmoid.class, ActivationKernel::new),
          Map.entry(MaxPool.class, PoolKernel::new),
          Map.entry(AvgPool.class, PoolKernel::new),
          Map.entry(GlobalAvgPool.class, GlobalAvgPoolKernel::new),
          Map.entry(Flatten.class, FlattenKernel::new),
          Map.entry(Dropout.class, MaskKernel::new),
          Map.entry(DropPath.class, MaskKernel::new),
          Map.entry(LocalResponseNorm.class, LocalResponseNormKernel::new),
          Map.entry(Add.class, AddKernel::new),
          Map.entry(Concat.class, ConcatKernel::new),
          Map.entry(PaddedShortcut.class, PaddedShortcutKernel::new),
          Map.entry(Scale.class, ScaleKernel::new),
          Map.entry(ScaleChannels.class, ScaleChannelsKernel::new));

  private Kernels() {}

  /** The layers that have a kernel of their own. */
  static Set<Class<? extends Op>> layers() {
    return KERNELS.keySet();
  }

  private static Kernel convolution(Plan plan, Fusion.Group group) {
    return WinogradConvKernel.applies(plan, group.anchor())
        ? new WinogradConvKernel(plan, group)
        : new ConvKernel(plan, group);
  }

  static Kernel create(Plan plan, Fusion.Group group) {
    Op op = group.anchor().op();
    return Optional.ofNullable(KERNELS.get(op.getClass()))
        .or(() -> op instanceof JavaLayer ? Optional.of(JavaLayerKernel::new) : Optional.empty())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    group.anchor()
                        + ": expected a layer with a kernel, received "
                        + op.getClass().getName()
                        + "; implement JavaLayer or add a kernel to recap.onednn.Kernels."))
        .apply(plan, group);
  }
}
