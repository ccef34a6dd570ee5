package recap.experiments.cli;

import picocli.CommandLine.IVersionProvider;
import recap.experiments.record.Libraries;

/** What {@code recap --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"recap " + Libraries.recap()};
  }
}
