/** Lab 3: activations as layers of one's own. */
package recap.labs.lab3;
