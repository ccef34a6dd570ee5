package recap.onednn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Places the buffers of a step in one arena.
 *
 * <p>Every buffer is alive from the first call that touches it to the last. Forward and backward
 * calls are numbered in one sequence, so an activation that the backward pass needs lives across
 * the loss, while one that only the next layer reads is dead a call later, and its place is free
 * for others:
 *
 * <pre>
 *   call      0     1     2     3     4     5
 *   x1        ######                              written by 0, read by 1
 *   x2              ##################            written by 1, read by 2 and, backward, by 4
 *   g2                          ######            written by 3, read by 4
 *   g1                                ######      written by 4, read by 5
 *
 *   arena     | x2 | x1, later g1 | g2 |          g1 may lie where x1 was, g2 may not lie on x2
 * </pre>
 *
 * <p>The placement is greedy: the largest buffer first, each at the lowest address where nothing
 * that is alive at the same time lies (the order breaks ties by first use, then by declaration).
 * Optimal placement is NP-hard; for the networks here greedy ends within a few percent of the lower
 * bound, {@link #peak}. It depends on nothing but the list of buffers, so the arena's size is known
 * before anything is allocated.
 */
final class MemoryPlan {
  private MemoryPlan() {}

  /** Places all {@code buffers} and returns the bytes that the arena needs. */
  static long place(List<Buffer> buffers) {
    var order = new ArrayList<>(buffers);
    order.removeIf(buffer -> buffer.last() < 0);
    order.sort(Comparator.comparingLong(Buffer::bytes).reversed().thenComparingInt(Buffer::first));
    var placed = new ArrayList<Buffer>(order.size());
    long size = 0;
    for (Buffer buffer : order) {
      buffer.place(lowestGap(buffer, placed));
      size = Math.max(size, Arena.align(buffer.offset() + buffer.bytes()));
      insertByOffset(placed, buffer);
    }
    return size;
  }

  /** The lowest aligned offset at which {@code buffer} meets no buffer that is alive with it. */
  private static long lowestGap(Buffer buffer, List<Buffer> placedByOffset) {
    long candidate = 0;
    for (Buffer other : placedByOffset) {
      if (other.last() < buffer.first() || buffer.last() < other.first()) {
        continue;
      }
      if (candidate + buffer.bytes() <= other.offset()) {
        return candidate;
      }
      candidate = Math.max(candidate, Arena.align(other.offset() + other.bytes()));
    }
    return candidate;
  }

  private static void insertByOffset(List<Buffer> placed, Buffer buffer) {
    int low = 0;
    int high = placed.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (placed.get(middle).offset() <= buffer.offset()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    placed.add(low, buffer);
  }

  /** The most bytes alive at any one call: no placement can need less. */
  static long peak(List<Buffer> buffers) {
    int end = buffers.stream().mapToInt(Buffer::last).max().orElse(-1);
    long[] change = new long[end + 2];
    for (Buffer buffer : buffers) {
      if (buffer.last() >= 0) {
        change[buffer.first()] += Arena.align(buffer.bytes());
        change[buffer.last() + 1] -= Arena.align(buffer.bytes());
      }
    }
    long alive = 0;
    long most = 0;
    for (long difference : change) {
      alive += difference;
      most = Math.max(most, alive);
    }
    return most;
  }
}
