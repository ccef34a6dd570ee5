/** Hidden cases and reference answers of lab 6. */
package recap.labs.judge.lab6;
