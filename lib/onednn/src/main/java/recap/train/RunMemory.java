package recap.train;

import recap.onednn.Executable;
import recap.onednn.FreeMemory;
import recap.onednn.Mode;
import recap.onednn.NotEnoughMemoryException;

/** The native memory of a run: of training and evaluation at once. */
record RunMemory(Training training, int threads) {
  /**
   * Refuses what does not fit: memory is given out at first use, not when asked for.
   *
   * @throws NotEnoughMemoryException naming what is too large, and the batch that would fit
   */
  void require() {
    String name = training.network().name();
    int evaluated = Evaluator.batch(training);
    long evaluation = Evaluator.need(training, evaluated, threads);
    try {
      FreeMemory.require(name, training.batch(), batch -> evaluation + need(batch));
    } catch (NotEnoughMemoryException e) {
      long least = need(1);
      if (evaluated > 0 && FreeMemory.has(least)) {
        // Where the evaluation is what does not fit, no batch of training would.
        FreeMemory.require(
            name + "'s evaluation",
            evaluated,
            batch -> Evaluator.need(training, batch, threads) + least);
      }
      throw e;
    }
  }

  private long need(int batch) {
    return Executable.memoryFor(
            training.network(), batch, training.precision(), Mode.TRAINING, threads)
        .total();
  }
}
