/** Lab 1: count it. */
package recap.labs.lab1;
