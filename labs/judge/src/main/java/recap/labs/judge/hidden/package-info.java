/** What the judge wants to know of each lab. */
package recap.labs.judge.hidden;
