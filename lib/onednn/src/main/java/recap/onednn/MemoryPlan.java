package recap.onednn;

import java.util.List;
import recap.nn.Packing;

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
 * bound, {@link Packing#peak}. It depends on nothing but the list of buffers, so the arena's size
 * is known before anything is allocated. {@link Packing} computes it; the prediction of {@code
 * recap.account.TrainingMemory} uses that as well, on lifetimes of its own.
 */
final class MemoryPlan {
  private MemoryPlan() {}

  /** Places all {@code buffers} and returns the bytes that the arena needs. */
  static long place(List<Buffer> buffers) {
    List<Buffer> touched = buffers.stream().filter(buffer -> buffer.last() >= 0).toList();
    Packing packing = Packing.of(touched.stream().map(MemoryPlan::lifetime).toList());
    for (int i = 0; i < touched.size(); i++) {
      touched.get(i).place(packing.offsets().get(i));
    }
    return packing.bytes();
  }

  private static Packing.Lifetime lifetime(Buffer buffer) {
    return new Packing.Lifetime(buffer.bytes(), buffer.first(), buffer.last());
  }
}
