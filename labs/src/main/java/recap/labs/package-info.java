/**
 * The students' side of the labs: the list of them, and what a test cell calls. While a student
 * works, {@link recap.labs.Lab} runs the visible cases in his kernel; when his notebook is graded,
 * it only answers the judge, which is another process, has the hidden cases and compares on its
 * own.
 */
package recap.labs;
