package recap.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import recap.account.Account;
import recap.account.Row;
import recap.nn.Network;
import recap.nn.Shape;

/** Which outputs of an executed layer change when one pixel of its input does. */
final class PerturbedPixels {
  private final Row account;
  private final Shape in;
  private final Shape out;

  /** First and last row (0, 1) and column (2, 3) of the input that each output pixel sees. */
  private final int[][] seen;

  private PerturbedPixels(NaiveCase naive) {
    Network network = naive.layer.alone();
    List<Row> rows = Account.of(network, 1).rows();
    account = rows.get(rows.size() - 1);
    in = naive.layer.inputs().get(0);
    out = network.output().shape();
    seen = new int[out.height() * out.width()][];
    try (var step = Executable.compile(network, 1, Precision.F32, Mode.INFERENCE)) {
      step.load(naive.weights(network));
      float[] before = outputs(step, naive, -1);
      for (int pixel = 0; pixel < in.height() * in.width(); pixel++) {
        note(pixel, before, outputs(step, naive, pixel));
      }
    }
  }

  static PerturbedPixels of(NaiveCase naive) {
    return new PerturbedPixels(naive);
  }

  private float[] outputs(Executable step, NaiveCase naive, int perturbed) {
    for (int i = 0; i < naive.layer.inputs().size(); i++) {
      Shape shape = naive.layer.inputs().get(i);
      float[] values = step.inputBuffer(i);
      System.arraycopy(naive.inputs.get(i), 0, values, 0, values.length);
      for (int c = 0; perturbed >= 0 && shape.isImage() && c < shape.channels(); c++) {
        // Above every other value, so that a maximum moves too.
        values[c * shape.height() * shape.width() + perturbed] = 100 + c;
      }
    }
    step.forward();
    float[] y = new float[Math.toIntExact(out.elements())];
    step.output(0, y);
    return y;
  }

  private void note(int pixel, float[] before, float[] after) {
    int row = pixel / in.width();
    int column = pixel % in.width();
    for (int i = 0; i < before.length; i++) {
      if (before[i] != after[i]) {
        int[] box = seen[i % seen.length];
        seen[i % seen.length] =
            box == null
                ? new int[] {row, row, column, column}
                : new int[] {
                  Math.min(box[0], row),
                  Math.max(box[1], row),
                  Math.min(box[2], column),
                  Math.max(box[3], column)
                };
      }
    }
  }

  void assertAgreesWithTheAccount() {
    var field = account.receptiveField();
    var stride = account.stride();
    assertAxis("rows", 0, in.height(), field.height(), out.width(), out.height(), stride.height());
    assertAxis("columns", 2, in.width(), field.width(), 1, out.width(), stride.width());
  }

  /**
   * @param side where first and last stand in {@link #seen}
   * @param step distance in {@link #seen} of neighbouring outputs along the axis
   * @param outputs number of outputs along the axis
   */
  private void assertAxis(
      String axis, int side, int size, int field, int step, int outputs, int stride) {
    var starts = new ArrayList<Integer>();
    int widest = 0;
    for (int i = 0; i < outputs; i++) {
      int[] box = seen[i * step];
      if (box != null) {
        int width = box[side + 1] - box[side] + 1;
        widest = Math.max(widest, width);
        if (width == field) {
          starts.add(box[side]);
        }
      }
    }
    assertThat(widest).as("%s that an output sees", axis).isEqualTo(Math.min(field, size));
    for (int i = 1; i < starts.size(); i++) {
      assertThat(starts.get(i) - starts.get(i - 1))
          .as("%s between neighbouring outputs", axis)
          .isEqualTo(stride);
    }
  }
}
