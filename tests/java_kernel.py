"""A Java kernel that runs one cell after another, for tests that try variants of a notebook."""

import os

import kernels

# A test's JVM lives for seconds: compiling with C1 alone halves the processor time it takes.
# And it shares the machine with others: its threads must not spin while they wait.
SHORT_LIVED = {"JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1", "OMP_WAIT_POLICY": "passive"}


class JavaKernel:
    """A running kernel; a context manager."""

    def __init__(self, **environment: str):
        self.environment = {**os.environ, **SHORT_LIVED, "RECAP_SCALE": "SMOKE", **environment}

    def __enter__(self):
        self.manager, self.client = kernels.start(env=self.environment)
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, source: str) -> list[str]:
        """Runs a cell; returns what went wrong: the error, or text on standard error."""
        wrong = []

        def hook(message):
            content = message["content"]
            if message["msg_type"] == "error":
                wrong.append(f"{content['ename']}: {content['evalue']}")
            elif message["msg_type"] == "stream" and content["name"] == "stderr":
                wrong.append(content["text"])

        self.client.execute_interactive(source, timeout=120, output_hook=hook)
        return wrong
