package recap.draw;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Where the items stand. A row is the longest way from the input; side by side, branches have a
 * lane each, kept until they are joined. Rows with one lane are centred, and so is every run of
 * rows with several. Coordinates are pixels, x from the diagram's axis.
 */
final class Placement {
  static final int GAP = 30;
  static final int PITCH_GAP = 18;
  private static final int NARROWEST = 90;

  private final List<Item> items;
  private final int boxWidth;
  private final int[] row;
  private final int[] lane;
  private final int[] heir;
  private final List<List<Integer>> consumers = new ArrayList<>();
  private final List<BitSet> lanes = new ArrayList<>();
  private final List<BitSet> sideLanes = new ArrayList<>();
  private final int[] lanesOfRow;
  private final int[] top;
  private final int rows;
  private final int mainLanes;

  /**
   * @param widest a box's width
   * @param limit what all lanes together may take; boxes get narrower to keep it
   */
  Placement(List<Item> items, int widest, int limit) {
    this.items = items;
    this.row = new int[items.size()];
    this.lane = new int[items.size()];
    this.heir = new int[items.size()];
    measureRows();
    this.rows = Arrays.stream(row).max().orElse(0) + 1;
    takeLanes();
    this.lanesOfRow = regions();
    this.top = tops();
    this.mainLanes = Arrays.stream(lanesOfRow).max().orElse(1);
    int most = mainLanes + sideLanes.size();
    this.boxWidth = Math.max(NARROWEST, Math.min(widest, limit / most - PITCH_GAP));
  }

  private void measureRows() {
    for (int i = 0; i < items.size(); i++) {
      consumers.add(new ArrayList<>());
      heir[i] = -1;
      for (int input : items.get(i).inputs()) {
        consumers.get(input).add(i);
        row[i] = Math.max(row[i], row[input] + 1);
      }
    }
    for (int i = 0; i < items.size(); i++) {
      for (int next : consumers.get(i)) {
        boolean single = items.get(next).inputs().size() == 1;
        if (heir[i] < 0 && single && items.get(next).side() == items.get(i).side()) {
          heir[i] = next;
        }
      }
    }
  }

  /** An edge past an item that goes on in the same lane is drawn around it. */
  boolean isShortcut(int from, int to) {
    return heir[from] >= 0 && heir[from] != to && items.get(to).inputs().size() > 1;
  }

  private void takeLanes() {
    for (int i = 0; i < items.size(); i++) {
      List<Integer> inputs = items.get(i).inputs();
      if (inputs.size() == 1 && heir[inputs.get(0)] == i) {
        lane[i] = lane[inputs.get(0)];
        continue;
      }
      var wanted = new ArrayList<Integer>();
      for (int input : inputs) {
        if (inputs.size() > 1 && !isShortcut(input, i)) {
          wanted.add(lane[input]);
        }
      }
      wanted.sort(null);
      lane[i] = freeLane(items.get(i).side() ? sideLanes : lanes, wanted, row[i], lastRow(i));
    }
  }

  /** The last row of the lane that starts at {@code item}: where its line of heirs is joined. */
  private int lastRow(int item) {
    int end = item;
    while (heir[end] >= 0) {
      end = heir[end];
    }
    int last = row[end];
    for (int next : consumers.get(end)) {
      last = Math.max(last, row[next] - 1);
    }
    return last;
  }

  private static int freeLane(List<BitSet> lanes, List<Integer> wanted, int from, int to) {
    var candidates = new ArrayList<>(wanted);
    for (int i = 0; i <= lanes.size(); i++) {
      candidates.add(i);
    }
    for (int candidate : candidates) {
      if (candidate == lanes.size()) {
        lanes.add(new BitSet());
      }
      if (lanes.get(candidate).get(from, to + 1).isEmpty()) {
        lanes.get(candidate).set(from, to + 1);
        return candidate;
      }
    }
    throw new IllegalStateException("a new lane is always free");
  }

  /** For each row the lanes of its run of rows with several lanes. */
  private int[] regions() {
    int[] widths = new int[rows];
    int start = 0;
    while (start < rows) {
      int end = start;
      int most = highest(start) + 1;
      while (several(start) && end + 1 < rows && several(end + 1)) {
        end++;
        most = Math.max(most, highest(end) + 1);
      }
      Arrays.fill(widths, start, end + 1, several(start) ? most : 1);
      start = end + 1;
    }
    return widths;
  }

  private boolean several(int r) {
    return lanes.stream().filter(used -> used.get(r)).count() > 1;
  }

  private int highest(int r) {
    int highest = 0;
    for (int l = 0; l < lanes.size(); l++) {
      highest = lanes.get(l).get(r) ? l : highest;
    }
    return highest;
  }

  private int[] tops() {
    int[] heights = new int[rows];
    for (int i = 0; i < items.size(); i++) {
      heights[row[i]] = Math.max(heights[row[i]], items.get(i).height());
    }
    int[] tops = new int[rows + 1];
    for (int r = 0; r < rows; r++) {
      tops[r + 1] = tops[r] + heights[r] + GAP;
    }
    return tops;
  }

  /** The centre of an item from the axis. */
  int x(int item) {
    int width = lanesOfRow[row[item]];
    int pitch = boxWidth + PITCH_GAP;
    if (items.get(item).side()) {
      return (mainLanes + 1) * pitch / 2 + lane[item] * pitch;
    }
    return width == 1 ? 0 : (2 * lane[item] - width + 1) * pitch / 2;
  }

  /** The upper edge of an item. */
  int y(int item) {
    return top[row[item]];
  }

  /** The left edge of everything between two items, from the axis. */
  int leftBetween(int from, int to) {
    int most = 1;
    for (int r = row[from]; r <= row[to]; r++) {
      most = Math.max(most, lanesOfRow[r]);
    }
    return -(most * (boxWidth + PITCH_GAP)) / 2 + PITCH_GAP / 2;
  }

  int row(int item) {
    return row[item];
  }

  int boxWidth() {
    return boxWidth;
  }

  /** The lower edge of the last row. */
  int height() {
    return top[rows] - GAP;
  }
}
