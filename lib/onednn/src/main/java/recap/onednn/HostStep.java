package recap.onednn;

/** A step in Java: a random mask, a running statistic, a layer written on float arrays. */
final class HostStep implements Step {
  private final String name;
  private final Runnable binding;
  private final Runnable work;

  /**
   * @param binding fetches the addresses that {@code work} needs, once they are known
   */
  HostStep(String name, Runnable binding, Runnable work) {
    this.name = name;
    this.binding = binding;
    this.work = work;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void bind() {
    binding.run();
  }

  @Override
  public void run() {
    work.run();
  }
}
