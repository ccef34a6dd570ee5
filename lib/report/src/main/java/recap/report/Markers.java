package recap.report;

import java.util.List;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The markers of a chart: with the colours they make pairs that repeat only after 49 series. */
final class Markers {
  private static final List<Marker> ALL =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_DOWN,
          SeriesMarkers.PLUS,
          SeriesMarkers.CROSS);

  private Markers() {}

  static Marker of(int index) {
    return ALL.get((index + index / ALL.size()) % ALL.size());
  }
}
