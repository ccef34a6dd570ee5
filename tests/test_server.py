"""`make notebook`: JupyterLab on the loopback address, with this project's kernel and notebooks."""

import json

from served_lab import HOME, served


def test_it_serves_the_labs_with_one_kernel(tmp_path):
    with served(tmp_path / "log", "notebook", "READ_IMAGES=") as server:
        assert server.page == "lab"
        kernels = json.loads(server.ask("/api/kernelspecs"))
        assert kernels["default"] == "recap" and list(kernels["kernelspecs"]) == ["recap"]
        labs = sorted((HOME / "notebooks" / "labs").iterdir())
        contents = json.loads(server.ask("/api/contents/labs"))["content"]
        assert sorted(entry["name"] for entry in contents) == [lab.name for lab in labs]
