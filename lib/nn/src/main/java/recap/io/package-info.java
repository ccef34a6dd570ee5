/** Files that are whole or not there, what to say when they cannot be, and their checksums. */
package recap.io;
