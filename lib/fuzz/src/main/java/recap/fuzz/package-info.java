/** Damaged files, and what a parser must do with them; for tests only. */
package recap.fuzz;
