package recap.report;

import java.awt.Color;
import java.util.List;

/**
 * The colours of what is compared in a chart: Okabe and Ito's palette, told apart by colour-blind
 * readers; its yellow is left out because a thin yellow line vanishes on white.
 */
public final class Palette {
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072b2),
          new Color(0xd55e00),
          new Color(0x009e73),
          new Color(0xcc79a7),
          new Color(0xe69f00),
          new Color(0x56b4e9),
          new Color(0x000000));

  private Palette() {}

  /** One of the seven, and behind the last the first again. */
  public static Color of(int index) {
    return COLOURS.get(Math.floorMod(index, COLOURS.size()));
  }

  /** The same as SVG and HTML have it: {@code #0072B2}. */
  public static String hex(int index) {
    return "#%06X".formatted(of(index).getRGB() & 0xffffff);
  }
}
