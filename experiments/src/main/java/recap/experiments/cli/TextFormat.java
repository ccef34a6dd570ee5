package recap.experiments.cli;

/** How a command prints a table. */
enum TextFormat {
  TABLE,
  CSV
}
