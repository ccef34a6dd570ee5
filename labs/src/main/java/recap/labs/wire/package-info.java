/**
 * How a student's kernel and the judge talk: lines of JSON over a Unix domain socket.
 *
 * <pre>
 * kernel  {"check": "lab2-conv-forward"}
 * judge   {"inputs": {...}}                     as often as there are cases
 * kernel  {"answer": ...} or {"thrown": "..."}
 * judge   {"passed": true, "text": "..."}       and closes
 * </pre>
 *
 * Both sides take a line as coming from a stranger: bounded in length and nesting, and made of a
 * fixed set of plain types.
 */
package recap.labs.wire;
