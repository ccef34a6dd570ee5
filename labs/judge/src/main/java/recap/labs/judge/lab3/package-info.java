/** Hidden cases and reference answers of lab 3. */
package recap.labs.judge.lab3;
