/** Hidden cases and reference answers of lab 2. */
package recap.labs.judge.lab2;
