"""Weights travel both ways between Recap and the reference implementation of safetensors."""

import subprocess
from pathlib import Path

import install_kernel
import make_safetensors
import numpy as np
from safetensors.numpy import load_file, save_file

HOME = Path(__file__).resolve().parent.parent
FIXTURE = HOME / "lib/onednn/src/test/resources/recap/train/torchvision.safetensors"


def test_the_java_tests_read_what_the_script_makes():
    made = make_safetensors.tensors()
    read = load_file(FIXTURE)
    assert read.keys() == made.keys()
    for name, tensor in made.items():
        assert read[name].dtype == tensor.dtype
        np.testing.assert_array_equal(read[name], tensor)


def test_the_reference_implementation_reads_what_recap_writes(tmp_path):
    theirs, ours = tmp_path / "theirs.safetensors", tmp_path / "ours.safetensors"
    tensors = make_safetensors.tensors()
    save_file(tensors, theirs)
    classpath = (HOME / "build/classpath.txt").read_text(encoding="utf-8").strip()
    program = HOME / "tests/CopySafetensors.java"
    subprocess.run([install_kernel.java(), "-cp", classpath, program, theirs, ours], check=True)
    del tensors["bn1.num_batches_tracked"]
    read = load_file(ours)
    assert read.keys() == tensors.keys()
    for name, tensor in tensors.items():
        np.testing.assert_array_equal(read[name], tensor.astype(np.float32), strict=True)
