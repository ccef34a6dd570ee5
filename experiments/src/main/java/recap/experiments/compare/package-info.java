/** Models side by side, whatever the lecture claims of them: accuracy, cost and time. */
package recap.experiments.compare;
