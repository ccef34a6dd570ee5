package recap.experiments;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import recap.data.BatchSource;
import recap.data.ImageSet;
import recap.data.Normalization;
import recap.nn.Network;
import recap.nn.Node;
import recap.nn.Shape;
import recap.nn.Weights;
import recap.onednn.Executable;
import recap.onednn.Mode;
import recap.onednn.Precision;

/**
 * Where in a set of images the units of a layer respond most strongly, an image once for each unit.
 * Zeiler and Fergus 2013, figure 2, shows such patches.
 *
 * @param images the set
 * @param layer whose maps are looked at
 * @param units for each map its patches, the strongest first; only responses above zero
 */
record StrongestPatches(ImageSet images, Node layer, List<List<Patch>> units) {
  /** Images that are computed at a time. */
  private static final int BATCH = 100;

  /**
   * A response.
   *
   * @param image its number in the set
   * @param row of the layer's map
   * @param column of the layer's map
   */
  record Patch(int image, int row, int column, float response) {}

  /**
   * Looks at all images.
   *
   * @param layer of {@code network}; its output is C x H x W
   * @param count patches of each unit
   */
  static StrongestPatches of(
      Node layer, Weights weights, ImageSet images, Normalization normalization, int count) {
    Network cut = Network.of("up to " + layer.name(), layer);
    Shape maps = layer.shape();
    List<PriorityQueue<Patch>> strongest = new ArrayList<>();
    for (int c = 0; c < maps.channels(); c++) {
      strongest.add(new PriorityQueue<>(Comparator.comparingDouble(Patch::response)));
    }
    var batches = BatchSource.evaluation(images, normalization, Math.min(BATCH, images.size()));
    int[] labels = new int[batches.batchSize()];
    float[] responses = new float[Math.toIntExact(batches.batchSize() * maps.elements())];
    try (Executable executable =
        Executable.compile(cut, batches.batchSize(), Precision.F32, Mode.INFERENCE)) {
      executable.load(weights.of(cut));
      for (int batch = 0; batch < batches.batches(); batch++) {
        int filled = batches.fill(0, batch, executable.inputBuffer(), labels);
        executable.forward();
        executable.output(0, responses);
        for (int i = 0; i < filled; i++) {
          int image = batch * batches.batchSize() + i;
          for (int c = 0; c < maps.channels(); c++) {
            offer(strongest.get(c), strongest(responses, maps, i, c, image), count);
          }
        }
      }
    }
    return new StrongestPatches(
        images, layer, strongest.stream().map(StrongestPatches::sorted).toList());
  }

  private static Patch strongest(float[] responses, Shape maps, int sample, int c, int image) {
    int area = maps.height() * maps.width();
    int start = (sample * maps.channels() + c) * area;
    int most = 0;
    for (int i = 1; i < area; i++) {
      most = responses[start + i] > responses[start + most] ? i : most;
    }
    return new Patch(image, most / maps.width(), most % maps.width(), responses[start + most]);
  }

  private static void offer(PriorityQueue<Patch> queue, Patch patch, int count) {
    if (patch.response > 0) {
      queue.add(patch);
      if (queue.size() > count) {
        queue.remove();
      }
    }
  }

  private static List<Patch> sorted(PriorityQueue<Patch> queue) {
    return queue.stream()
        .sorted(
            Comparator.comparingDouble((Patch patch) -> -patch.response)
                .thenComparingInt(Patch::image))
        .toList();
  }

  /**
   * How much a layer's units keep to one class: of a unit's patches, the share that are from images
   * of the class most of them are from; the mean of the units that respond at all, in [0, 1].
   */
  double purity() {
    return units.stream()
        .filter(patches -> !patches.isEmpty())
        .mapToDouble(this::purity)
        .average()
        .orElse(Double.NaN);
  }

  private double purity(List<Patch> patches) {
    int[] counts = new int[images.classes()];
    int most = 0;
    for (Patch patch : patches) {
      most = Math.max(most, ++counts[images.label(patch.image)]);
    }
    return (double) most / patches.size();
  }
}
