/** Hidden cases of lab 1. */
package recap.labs.judge.lab1;
