package recap.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Where buffers lie that share one piece of memory, given how large they are and when they are
 * alive: two that are alive at the same time never overlap.
 *
 * <p>The packing is greedy: the largest buffer first (of equals the one that is used first, then
 * the one declared first), each at the lowest cache line where nothing lies that is alive with it.
 * It knows nothing of layers, so a prediction and an execution may share it without asking each
 * other for a size or a lifetime.
 *
 * @param offsets where each buffer starts, in bytes, in the order in which they were given
 * @param bytes the memory that all of them need, a multiple of {@link #ALIGNMENT}
 */
public record Packing(List<Long> offsets, long bytes) {
  /** Buffers start on cache lines. */
  public static final long ALIGNMENT = 64;

  /**
   * What placing a buffer takes to know.
   *
   * @param bytes its size
   * @param first the first moment at which it is needed
   * @param last the last one, not before {@code first}
   */
  public record Lifetime(long bytes, int first, int last) {
    private boolean meets(Lifetime other) {
      return first <= other.last && other.first <= last;
    }
  }

  public Packing {
    offsets = List.copyOf(offsets);
  }

  /** {@code bytes} rounded up to whole cache lines. */
  public static long align(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Places all {@code buffers}. */
  public static Packing of(List<Lifetime> buffers) {
    Comparator<Integer> bySize = Comparator.comparingLong(i -> -buffers.get(i).bytes());
    var order =
        IntStream.range(0, buffers.size())
            .boxed()
            .sorted(bySize.thenComparingInt(i -> buffers.get(i).first()))
            .toList();
    var placed = new ArrayList<Integer>(buffers.size());
    long[] offsets = new long[buffers.size()];
    long end = 0;
    for (int buffer : order) {
      offsets[buffer] = lowestGap(buffer, buffers, placed, offsets);
      end = Math.max(end, align(offsets[buffer] + buffers.get(buffer).bytes()));
      insertByOffset(placed, buffer, offsets);
    }
    return new Packing(Arrays.stream(offsets).boxed().toList(), end);
  }

  private static long lowestGap(
      int buffer, List<Lifetime> buffers, List<Integer> placedByOffset, long[] offsets) {
    Lifetime wanted = buffers.get(buffer);
    long candidate = 0;
    for (int other : placedByOffset) {
      Lifetime taken = buffers.get(other);
      if (taken.meets(wanted)) {
        if (candidate + wanted.bytes() <= offsets[other]) {
          return candidate;
        }
        candidate = Math.max(candidate, align(offsets[other] + taken.bytes()));
      }
    }
    return candidate;
  }

  private static void insertByOffset(List<Integer> placed, int buffer, long[] offsets) {
    int low = 0;
    int high = placed.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (offsets[placed.get(middle)] <= offsets[buffer]) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    placed.add(low, buffer);
  }

  /** The most bytes alive at any one moment: no packing can need less. */
  public static long peak(List<Lifetime> buffers) {
    var change = new TreeMap<Long, Long>();
    for (Lifetime buffer : buffers) {
      change.merge((long) buffer.first(), align(buffer.bytes()), Long::sum);
      change.merge(buffer.last() + 1L, -align(buffer.bytes()), Long::sum);
    }
    long alive = 0;
    long most = 0;
    for (long difference : change.values()) {
      alive += difference;
      most = Math.max(most, alive);
    }
    return most;
  }
}
