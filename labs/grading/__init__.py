"""Grades the labs: makes student versions, runs submissions in sandboxes, and has nbgrader score."""
