package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.junit.jupiter.api.Test;
import recap.nn.Linear;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;

class PlanTest {
  private static final long[] SIZES = {4, 6};

  @Test
  void aWeightIsCopiedOnceForAllWhoWantItInOneLayout() {
    Network network = Network.of("n", Node.input(Shape.features(6)).then("fc", Linear.of(4)));
    try (var plan = new Plan(network, 1, Precision.F32, Mode.TRAINING)) {
      Desc rows = plan.tagged(SIZES, dnnl_f32, dnnl_ab);
      Desc columns = plan.tagged(SIZES, dnnl_f32, dnnl_ba);
      Value weight = plan.constant("weight", rows);
      Value other = plan.constant("other weight", rows);
      assertThat(plan.copies().weightAs("as it is", weight, rows)).isEqualTo(weight);
      Value copy = plan.copies().weightAs("forward", weight, columns);
      assertThat(plan.copies().weightAs("backward", weight, columns)).isEqualTo(copy);
      assertThat(plan.copies().weightAs("forward", other, columns)).isNotEqualTo(copy);
      assertThat(plan.calls().forward())
          .extracting(Step::name)
          .containsExactly("forward", "forward");
    }
  }

  @Test
  void aTensorThatJavaCannotSeeWholeIsRefused() {
    Network network = Network.of("wide", Node.input(Shape.features(6)).then("fc", Linear.of(4)));
    try (var plan = new Plan(network, 1, Precision.F32, Mode.TRAINING)) {
      Value rows = plan.constant("rows", plan.vector(1 << 29));
      assertThatThrownBy(() -> HostMemory.floats(plan, rows))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "wide: expected at most 2 GiB of rows, which Java writes or reads, received 2147483648"
                  + " bytes; use a smaller batch.");
    }
  }

  @Test
  void callsOfOneKindAndLayoutHaveOneDescriptor() {
    Network network = Network.of("n", Node.input(Shape.features(6)).then("fc", Linear.of(4)));
    try (var plan = new Plan(network, 1, Precision.F32, Mode.TRAINING)) {
      var created = new ArrayList<dnnl_primitive_desc>();
      Desc rows = plan.tagged(SIZES, dnnl_f32, dnnl_ab);
      Desc sameRows = plan.tagged(SIZES, dnnl_f32, dnnl_ab);
      Desc columns = plan.tagged(SIZES, dnnl_f32, dnnl_ba);
      var shared = new SharedDescriptors(plan);
      var first = shared.get("copy", List.of(rows, columns), plan.attributes(), created::add);
      assertThat(shared.get("copy", List.of(sameRows, columns), plan.attributes(), created::add))
          .isSameAs(first);
      assertThat(created).hasSize(1);
      shared.get("copy", List.of(columns, rows), plan.attributes(), created::add);
      shared.get("copy", List.of(rows, columns), plan.accumulating(), created::add);
      shared.get("other", List.of(rows, columns), plan.attributes(), created::add);
      assertThat(created).hasSize(4);
    }
  }
}
