package recap.jupyter;

import java.lang.System.Logger.Level;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/**
 * Prepares a notebook: default imports, renderers and live progress. JJava finds it on the class
 * path by {@link java.util.ServiceLoader}.
 */
public final class RecapExtension implements Extension {
  private static final System.Logger LOGGER = System.getLogger(RecapExtension.class.getName());

  /** Never throws: an exception here would end the kernel before its first cell. */
  @Override
  public void install(BaseKernel kernel) {
    attempt("renderers", () -> Renderers.register(kernel.getRenderer()));
    LiveSink.FACTORY.set(() -> new KernelSink(kernel));
    ClassLoader loader = RecapExtension.class.getClassLoader();
    for (String statement : DefaultImports.statements(loader)) {
      attempt(statement, () -> kernel.evalRaw(statement));
    }
  }

  private static void attempt(String what, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | LinkageError e) {
      LOGGER.log(Level.WARNING, "recap: notebook set-up: " + what + " failed", e);
    }
  }
}
