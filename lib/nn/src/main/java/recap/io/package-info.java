/** Files that are whole or not there, and what to say when they cannot be. */
package recap.io;
