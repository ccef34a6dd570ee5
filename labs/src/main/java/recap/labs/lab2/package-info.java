/** Lab 2: convolution and pooling from loops. */
package recap.labs.lab2;
