/** Lab 5: blocks on a budget. */
package recap.labs.lab5;
