/**
 * Tables and charts of results and accounts. A chart is made from values alone: the same values
 * give the same bytes, run after run, on one machine.
 */
package recap.report;
