/** Hidden cases of lab 6. */
package recap.labs.judge.lab6;
