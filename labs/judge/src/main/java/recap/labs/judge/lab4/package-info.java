/** Hidden cases and reference networks of lab 4. */
package recap.labs.judge.lab4;
