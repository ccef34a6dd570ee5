"""Makes the small weights file that the Java tests read, with the reference implementation.

Run it as: .venv/bin/python tests/make_safetensors.py FILE

The names are those of a torchvision state_dict, counters included. Value i of every tensor is
((i + length of the name) % 16 - 8) / 4, which each of the types holds exactly.
"""

import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

SHAPES = {
    "conv1.weight": ((4, 3, 3, 3), np.float32),
    "bn1.weight": ((4,), np.float32),
    "bn1.bias": ((4,), np.float16),
    "bn1.running_mean": ((4,), np.float32),
    "bn1.running_var": ((4,), np.float64),
    "bn1.num_batches_tracked": ((), np.int64),
    "fc.weight": ((10, 4), np.float16),
    "fc.bias": ((10,), np.float64),
}


def tensors() -> dict[str, np.ndarray]:
    made = {}
    for name, (shape, dtype) in SHAPES.items():
        index = np.arange(int(np.prod(shape)))
        made[name] = (((index + len(name)) % 16 - 8) / 4).astype(dtype).reshape(shape)
    return made


if __name__ == "__main__":
    save_file(tensors(), Path(sys.argv[1]), metadata={"format": "pt"})
