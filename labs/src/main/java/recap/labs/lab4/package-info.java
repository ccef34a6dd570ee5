/** Lab 4: residual blocks. */
package recap.labs.lab4;
