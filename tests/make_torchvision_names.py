"""Writes what the Java tests know of torchvision's models: python tests/make_torchvision_names.py

A row for each model that torchvision has too: how many tensors its state_dict holds and the SHA-256 of
their names and shapes, "conv1.weight [64, 3, 7, 7]" and a line feed each, sorted.
PyTorch's counters num_batches_tracked are left out: they are no weights. Needs torch and torchvision,
which the project does not; any version from 0.14 on gives the same rows.
"""

import hashlib
from pathlib import Path

from torchvision import models

FILE = Path(__file__).resolve().parent.parent / "lib/nn/src/test/resources/recap/zoo/torchvision.csv"
SAME_NAME = """
alexnet vgg11 vgg13 vgg16 vgg19 vgg11_bn vgg13_bn vgg16_bn vgg19_bn
resnet18 resnet34 resnet50 resnet101 resnet152 wide_resnet50_2 wide_resnet101_2
resnext50_32x4d resnext101_32x8d resnext101_64x4d
densenet121 densenet161 densenet169 densenet201 squeezenet1_0 squeezenet1_1
""".split()


def build(name: str):
    """Our name, torchvision's model."""
    if name.startswith("googlenet"):
        return models.googlenet(weights=None, aux_logits=name.endswith("_aux"), init_weights=False)
    return getattr(models, name)(weights=None)


def main() -> None:
    rows = ["model,tensors,sha256"]
    for name in [*SAME_NAME, "googlenet", "googlenet_aux"]:
        lines = sorted(
            f"{key} {list(tensor.shape)}\n"
            for key, tensor in build(name).state_dict().items()
            if not key.endswith("num_batches_tracked")
        )
        rows.append(f"{name},{len(lines)},{hashlib.sha256(''.join(lines).encode()).hexdigest()}")
    FILE.write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
