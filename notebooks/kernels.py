"""Starts kernels that answer.

Jupyter looks for free ports and lets them go; the kernel opens them a second later. If another
process, a second kernel that starts for instance, has taken one by then, JJava prints an exception and
stays, deaf. So a kernel that does not answer is replaced by one with other ports.
"""

from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient

KERNEL = "recap"
# It takes two on an idle machine.
SECONDS_TO_ANSWER = 60


class PersistentClient(NotebookClient):
    """Executes a notebook in a kernel that answers."""

    async def async_start_new_kernel(self, **options):
        self.options = options
        await super().async_start_new_kernel(**options)

    @property
    def broken_off(self) -> bool:
        """Whether nbclient answers Ctrl-C: it ends the kernel, of which it then misses one thing or another."""
        return hasattr(self, "_async_cleanup_kernel_future")

    async def async_start_new_kernel_client(self):
        try:
            return await super().async_start_new_kernel_client()
        except RuntimeError:  # it has ended the kernel and forgotten its manager
            if self.broken_off:
                raise
            self.km = self.create_kernel_manager()
            await super().async_start_new_kernel(**self.options)
            return await super().async_start_new_kernel_client()


def start(**options):
    """Manager and client of a new kernel, for those who drive one message by message."""
    try:
        return start_new_kernel(SECONDS_TO_ANSWER, KERNEL, **options)
    except RuntimeError:  # it has ended the kernel
        return start_new_kernel(SECONDS_TO_ANSWER, KERNEL, **options)
