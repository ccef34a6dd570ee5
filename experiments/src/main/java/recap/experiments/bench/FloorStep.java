package recap.experiments.bench;

import recap.onednn.Floor;

/** The bare primitives of the same network, in order, with nothing around them. */
final class FloorStep implements Repeated {
  private final Floor floor;

  FloorStep(Work work) {
    floor = Floor.compile(work.build(), work.batch(), work.precision(), work.mode());
  }

  @Override
  public String name() {
    return "onednn-floor";
  }

  @Override
  public void step() {
    floor.run();
  }

  @Override
  public StepFacts facts() {
    throw new UnsupportedOperationException("the floor is nothing but its time");
  }

  @Override
  public void close() {
    floor.close();
  }
}
