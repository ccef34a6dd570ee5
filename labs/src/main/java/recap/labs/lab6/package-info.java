/** Lab 6: reproduce a claim. */
package recap.labs.lab6;
