/**
 * What a check is made of: cases, each an input with what must come out of it, and how a wrong
 * answer is described. The labs state theirs in these words, the judge its hidden ones.
 */
package recap.labs.check;
