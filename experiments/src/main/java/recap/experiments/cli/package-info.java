/** The command line: a class for each command of {@code recap}, which {@code Recap} lists. */
package recap.experiments.cli;
