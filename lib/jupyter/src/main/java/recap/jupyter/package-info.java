/**
 * What the Java kernel has beside JJava's own: {@link recap.jupyter.RecapExtension} imports the
 * library, shows tables, charts and diagrams as HTML, and draws a training while it runs.
 */
package recap.jupyter;
