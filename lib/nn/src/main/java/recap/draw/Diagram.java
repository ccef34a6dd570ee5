package recap.draw;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import recap.nn.Network;
import recap.nn.Node;

/**
 * The picture of a network from the input down to its outputs: a box for each layer or block in the
 * colour of its kind, branches side by side, shortcuts around what they skip, and the shape of one
 * sample beside every arrow.
 *
 * @param network what is drawn
 * @param isExpanded whether every layer is drawn, instead of one box for each block
 */
public record Diagram(Network network, boolean isExpanded) {
  private static final int MARGIN = 16;
  private static final int HEAD = 76;
  private static final int BOX = 230;
  private static final int LIMIT = 1180;
  private static final String FONTS =
      "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";
  private static final String EDGE = "stroke=\"#444\" stroke-width=\"1.3\"";
  private static final String ARROW = EDGE + " marker-end=\"url(#arrow)\"";

  /** The diagram with one box for each block. */
  public static Diagram of(Network network) {
    return new Diagram(network, false);
  }

  /** The diagram with every layer. */
  public Diagram expanded() {
    return new Diagram(network, true);
  }

  /** A shortcut around other items; nested ones keep clear of those inside. */
  private record Detour(int from, int to, int rows) {}

  /** The picture as a self-contained SVG document. */
  public String svg() {
    List<Item> items = Outline.of(network, isExpanded);
    var place = new Placement(items, BOX, LIMIT);
    var pen = new Svg();
    int left = Math.min(edges(items, place, pen), -place.boxWidth() / 2);
    int right = place.boxWidth() / 2;
    for (int i = 0; i < items.size(); i++) {
      item(items.get(i), place.x(i), place.y(i), place.boxWidth(), pen);
      left = Math.min(left, place.x(i) - place.boxWidth() / 2);
      right = Math.max(right, place.x(i) + place.boxWidth() / 2);
    }
    var head = new Svg();
    int headWidth = head(head, items);
    int half = Math.max(Math.max(-left, right), headWidth / 2 - MARGIN);
    // The axis is centred unless one side needs much more room than the other.
    int axis = Math.max(-left, Math.min(half, headWidth - right)) + MARGIN;
    int width = Math.max(axis + right, headWidth) + MARGIN;
    int height = HEAD + place.height() + Placement.GAP + MARGIN;
    return document(width, height, axis, head, pen);
  }

  private String document(int width, int height, int axis, Svg head, Svg pen) {
    String size = "width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\"";
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" "
        + String.format(Locale.ROOT, size, width, height)
        + " role=\"img\" font-family=\""
        + FONTS
        + "\" fill=\"#222\">\n<title>"
        + Svg.escape(network.name())
        + "</title>\n<desc>"
        + Svg.escape(caption())
        + "</desc>\n<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\""
        + " markerWidth=\"7\" markerHeight=\"7\" orient=\"auto-start-reverse\">"
        + "<path d=\"M0 0L8 4L0 8z\" fill=\"#444\"/></marker></defs>\n"
        + "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
        + head
        + "<g transform=\"translate("
        + axis
        + " "
        + HEAD
        + ")\">\n"
        + pen
        + "</g>\n</svg>\n";
  }

  private String caption() {
    return Labels.si(network.parameterCount())
        + " parameters, "
        + Labels.si(network.macs())
        + " MACs for an input of "
        + network.input().shape();
  }

  private int head(Svg pen, List<Item> items) {
    pen.text(MARGIN, 24, 16, LIMIT, network.name(), "font-weight=\"bold\"");
    pen.text(MARGIN, 41, 11, LIMIT, caption(), "fill=\"#555\"");
    int x = MARGIN;
    for (Paint paint : paints(items)) {
      pen.box(x, 49, 10, 10, paint.colour(), "rx=\"2\"");
      pen.text(x + 14, 58, 10, LIMIT, paint.label(), "fill=\"#555\"");
      x += 28 + (int) Svg.width(paint.label(), 10);
    }
    if (items.stream().anyMatch(Item::block)) {
      String line = "rx=\"2\" stroke=\"#555\"";
      pen.box(x + 3, 51, 12, 8, "#fff", line);
      pen.box(x, 48, 12, 8, "#fff", line);
      pen.text(x + 20, 58, 10, LIMIT, "block of layers", "fill=\"#555\"");
      x += 34 + (int) Svg.width("block of layers", 10);
    }
    // Bold letters are wider by a tenth.
    double title = 1.1 * Math.min(LIMIT, Svg.width(network.name(), 16));
    return Math.max(x, MARGIN + (int) Math.max(title, Svg.width(caption(), 11)));
  }

  private static Set<Paint> paints(List<Item> items) {
    var paints = EnumSet.noneOf(Paint.class);
    for (Item item : items) {
      paints.add(item.paint());
      item.stacked().forEach(node -> paints.add(Paint.of(node.op())));
    }
    return paints;
  }

  private static void item(Item item, int x, int y, int width, Svg pen) {
    double left = x - width / 2.0;
    String colour = item.paint().colour();
    String line = "rx=\"4\" stroke=\"" + colour + "\" stroke-width=\"1.5\"";
    if (item.block()) {
      pen.box(left + 4, y + 4, width, item.boxHeight(), "#fff", line);
    }
    pen.box(left, y, width, item.height(), "#fff", line);
    pen.box(left, y, width, item.boxHeight(), colour, line + " fill-opacity=\"0.3\"");
    String middle = "text-anchor=\"middle\"";
    pen.text(x, y + 15, 12, width - 8, item.title(), middle + " font-weight=\"bold\"");
    for (int i = 0; i < item.lines().size(); i++) {
      String text = item.lines().get(i);
      pen.text(x, y + 29 + 14 * i, 10, width - 8, text, middle + " fill=\"#444\"");
    }
    int strip = y + item.boxHeight();
    for (Node node : item.stacked()) {
      String fill = Paint.of(node.op()).colour();
      pen.box(left, strip, width, Item.STRIP, fill, "rx=\"4\" fill-opacity=\"0.45\"");
      pen.text(x, strip + 12, 10, width - 8, Labels.of(node.op()), middle);
      strip += Item.STRIP;
    }
    // The white rim keeps the shape readable where a bend passes behind it.
    String rim = "fill=\"#555\" stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\"";
    int room = width + Placement.PITCH_GAP - 10; // to the arrow of the next lane
    pen.text(x + 7, y + item.height() + 15, 10, room, item.output().toString(), rim);
  }

  /** Draws all arrows and returns the leftmost x that they reach. */
  private static int edges(List<Item> items, Placement place, Svg pen) {
    var detours = new ArrayList<Detour>();
    for (int to = 0; to < items.size(); to++) {
      for (int from : items.get(to).inputs()) {
        if (place.isShortcut(from, to)) {
          detours.add(new Detour(from, to, place.row(to) - place.row(from)));
        } else {
          straight(items, place, from, to, pen);
        }
      }
    }
    return detours(items, place, detours, pen);
  }

  /** Down the lane, then over to the item below. */
  private static void straight(List<Item> items, Placement place, int from, int to, Svg pen) {
    int x1 = place.x(from);
    int x2 = place.x(to);
    int y1 = place.y(from) + items.get(from).height();
    int y2 = place.y(to);
    if (items.get(to).side() && !items.get(from).side()) {
      int y = place.y(from) + items.get(from).boxHeight() / 2;
      String turn = "H" + (x2 - 9) + "Q" + x2 + " " + y + " " + x2 + " " + (y + 9);
      pen.path("M" + (x1 + place.boxWidth() / 2) + " " + y + turn + "V" + (y2 - 1), ARROW);
      return;
    }
    if (x1 == x2) {
      pen.path("M" + x1 + " " + y1 + "V" + (y2 - 1), ARROW);
      return;
    }
    int bend = Math.max(y1, y2 - Placement.GAP);
    int half = (bend + y2) / 2;
    String curve = "C" + x1 + " " + half + " " + x2 + " " + half + " " + x2 + " " + (y2 - 1);
    pen.path("M" + x1 + " " + y1 + "V" + bend + curve, ARROW);
  }

  private static int detours(List<Item> items, Placement place, List<Detour> all, Svg pen) {
    all.sort(Comparator.comparingInt(Detour::rows));
    int leftmost = 0;
    var reach = new int[place.height() + 1]; // how far left each pixel row is taken
    for (Detour detour : all) {
      int y1 = place.y(detour.from) + items.get(detour.from).height() - 7;
      int y2 = place.y(detour.to) + 8;
      int x = place.leftBetween(detour.from, detour.to);
      for (int y = y1; y <= y2; y++) {
        x = Math.min(x, reach[y]);
      }
      x -= 14;
      Arrays.fill(reach, y1, y2 + 1, x);
      int x1 = place.x(detour.from) - place.boxWidth() / 2;
      int x2 = place.x(detour.to) - place.boxWidth() / 2;
      int r = Math.min(9, (y2 - y1) / 2);
      String down = "Q" + x + " " + y1 + " " + x + " " + (y1 + r) + "V" + (y2 - r);
      String back = "Q" + x + " " + y2 + " " + (x + r) + " " + y2 + "H" + (x2 - 1);
      pen.path("M" + x1 + " " + y1 + "H" + (x + r) + down + back, ARROW);
      leftmost = Math.min(leftmost, x);
    }
    return leftmost;
  }
}
