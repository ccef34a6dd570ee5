/**
 * The graders' side of the labs: hidden cases, reference answers, and the judge that asks a kernel
 * for answers and compares them itself. It runs outside the sandbox of a submission, and its
 * classes are on no kernel's class path.
 */
package recap.labs.judge;
