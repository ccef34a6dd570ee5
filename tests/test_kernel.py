"""The kernel "Recap (Java)" as a notebook meets it: native code, charts, tables, live progress."""

import asyncio
import base64
import json
import os
import re
import socket
import struct
import subprocess
import sys
from pathlib import Path

import java_cells
import kernels
import nbformat
import pytest
from java_kernel import JavaKernel
from jupyter_client.connect import ConnectionFileMixin
from nbclient import NotebookClient

HOME = Path(__file__).resolve().parent.parent


@pytest.fixture
def all_cores():
    """Gives the kernel every core, not the worker's share: on one core no thread ever waits for another."""
    share = os.sched_getaffinity(0)
    os.sched_setaffinity(0, range(os.cpu_count()))
    yield
    os.sched_setaffinity(0, share)


@pytest.fixture(scope="module")
def cells():
    """One kernel for most checks of this file: starting one takes seconds."""
    return java_cells.run(
        "NativeInfo.load().version()",
        """
        var chart = new XYChartBuilder().width(400).height(300).title("Loss").build();
        chart.addSeries("relu", new double[] {1, 2, 3}, new double[] {2.3, 1.1, 0.4});
        chart
        """,
        """
        Table.create(
            "Runs", StringColumn.create("arm", "a<b", "c"), DoubleColumn.create("error", 0.25, 0.5))
        """,
        """
        try (var live = LiveDisplay.start("relu", 1000)) {
          for (int step = 1; step <= 1000; step++) {
            live.done(step);
            live.point("loss", step, 1.0 / step);
            Thread.sleep(1);
          }
        }
        """,
        'Zoo.build("cifar_resnet20")',
        'System.out.println(System.getenv("RECAP_SCALE") + " " + System.getenv("RECAP_HOME"))',
        'System.out.println(System.getProperty("java.awt.headless"))',
    )


def test_a_cell_calls_onednn(cells):
    assert re.fullmatch(r"3\.\d+\.\d+", java_cells.data(cells[0])["text/plain"])


def test_chart_is_static_svg_and_a_whole_png(cells):
    shown = java_cells.data(cells[1])
    assert shown["image/svg+xml"].rstrip().endswith("</svg>")
    assert "<script" not in shown["image/svg+xml"]
    root = re.search("<svg[^>]*>", shown["image/svg+xml"])[0]
    assert 'viewBox="0 0 400 300"' in root and 'width="100%"' in root and "height" not in root
    png = base64.b64decode(shown["image/png"], validate=True)
    assert struct.unpack(">II", png[16:24]) == (800, 600)
    assert png.endswith(b"IEND\xaeB`\x82")
    assert shown["text/plain"] == "Chart: Loss"


def test_table_is_escaped_html_with_a_text(cells):
    shown = java_cells.data(cells[2])
    assert "<b>Runs</b>" in shown["text/html"]
    assert '<td style="text-align:left">a&lt;b</td>' in shown["text/html"]
    assert '<td style="text-align:right">0.25</td>' in shown["text/html"]
    assert "a<b" in shown["text/plain"]


def test_live_display_replaces_one_output(cells):
    shown = java_cells.data(cells[3])
    assert re.match(r"relu: 1000/1000 \(100 %\), took \d+ s, loss 0\.001000", shown["text/plain"])
    assert "<polyline" in shown["text/html"]


def test_network_is_shown_by_its_account(cells):
    shown = java_cells.data(cells[4])
    assert re.search(r"<td[^>]*>total</td>.*>269722</td>.*>40551040</td>", shown["text/html"])


def test_threads_do_not_spin_after_a_training(all_cores):
    status, least = java_cells.run(
        """
        Trainer.of(Training.of(Zoo.build("cifar_resnet20"), Synthetic.load(1, 64, 64))
            .batch(32).epochs(1).rate(0.05)).run().status()
        """,
        """
        var system = (com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        double least = Double.MAX_VALUE;
        for (int i = 0; i < 6 && least >= 0.3; i++) {
          long before = system.getProcessCpuTime();
          Thread.sleep(500);
          least = Math.min(least, (system.getProcessCpuTime() - before) / 5e8);
        }
        least
        """,
        OMP_WAIT_POLICY="",  # as a user has it: the spinning is tested
    )
    assert java_cells.data(status)["text/plain"] == "FINISHED"
    # In cores, the least of up to six half seconds: the JVM still compiles now and then, but a thread that
    # spins would fill every one of them.
    assert float(java_cells.data(least)["text/plain"]) < 0.3


def test_scale_and_home_come_from_the_environment(cells):
    assert java_cells.text(cells[5]).split() == ["SMOKE", str(HOME)]


def test_drawing_needs_no_display(cells):
    assert java_cells.text(cells[6]).strip() == "true"


def test_kernel_is_listed_by_its_name():
    jupyter = Path(sys.executable).with_name("jupyter")
    listed = subprocess.run(
        [jupyter, "kernelspec", "list", "--json"], capture_output=True, text=True, check=True
    )
    spec = json.loads(listed.stdout)["kernelspecs"]["recap"]["spec"]
    assert spec["display_name"] == "Recap (Java)"
    assert "-Djava.awt.headless=true" in spec["argv"]
    assert str(HOME / "experiments" / "target" / "classes") in spec["env"]["JJAVA_CLASSPATH"]


@pytest.fixture
def stolen(monkeypatch):
    """Takes a port of the first kernel to be started before it does; the sockets that hold it."""
    write, held = ConnectionFileMixin.write_connection_file, []

    def write_and_take(connection, **options):
        write(connection, **options)
        if not held:
            held.append(socket.create_server((connection.ip, connection.hb_port)))

    monkeypatch.setattr(ConnectionFileMixin, "write_connection_file", write_and_take)
    yield held
    for taken in held:
        taken.close()


def test_a_notebook_is_executed_though_a_port_was_taken(stolen):
    (cell,) = java_cells.run("6 * 7")
    assert java_cells.data(cell)["text/plain"] == "42"
    assert stolen


def test_a_kernel_that_ctrl_c_has_ended_is_not_replaced(monkeypatch):
    async def ended(client):
        client._async_cleanup_kernel_future = None  # as nbclient's handler of the signal leaves it
        raise RuntimeError("Kernel died before replying to kernel_info")

    monkeypatch.setattr(NotebookClient, "async_start_new_kernel_client", ended)
    client = kernels.PersistentClient(nbformat.v4.new_notebook())
    with pytest.raises(RuntimeError, match="Kernel died"):
        asyncio.run(client.async_start_new_kernel_client())


def test_a_kernel_is_started_though_a_port_was_taken(stolen):
    with JavaKernel() as kernel:
        assert kernel.run("6 * 7") == []
    assert stolen
