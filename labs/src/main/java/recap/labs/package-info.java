/**
 * The students' side of the labs. A check is a list of cases, each an input and what must come out.
 * While a student works, {@link recap.labs.Lab} runs the visible cases in his kernel; when his
 * notebook is graded, it only answers the judge, which is another process, has the hidden cases and
 * compares on its own.
 */
package recap.labs;
