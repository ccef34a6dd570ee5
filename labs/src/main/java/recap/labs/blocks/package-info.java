/** What the labs on blocks share: networks compared by their layers and wires. */
package recap.labs.blocks;
