/** Pictures of networks: static SVG, no script, readable without the fonts of this machine. */
package recap.draw;
