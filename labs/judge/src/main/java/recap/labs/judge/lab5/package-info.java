/** Hidden cases and reference blocks of lab 5. */
package recap.labs.judge.lab5;
