/**
 * Other libraries computing Recap's networks, for {@code recap bench --peers}. No module of Recap
 * depends on this one, and only the Maven profile {@code peers} builds it.
 */
package recap.peers;
