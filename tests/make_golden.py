"""Writes this project's own golden cases: python tests/make_golden.py

An oracle that shares nothing with the library: each operation is a loop over Python's float64, and
every gradient is a central difference of sum(dy * y). Inputs, parameters and dy are the pure functions
of name and index that the golden format prescribes. Needs Python alone; takes seconds.
"""

import json
import math
import struct
from itertools import product
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "experiments/src/test/resources/golden"
MASK = (1 << 64) - 1
STEP = 1e-5


def bits(name: str, i: int) -> int:
    h = 0xCBF29CE484222325
    for byte in name.encode():
        h = ((h ^ byte) * 0x100000001B3) & MASK
    z = (h + (i + 1) * 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ z >> 27) * 0x94D049BB133111EB) & MASK
    return z ^ z >> 31


def float32(value: float) -> float:
    return struct.unpack("f", struct.pack("f", value))[0]


def values(name: str, shape: list[int]) -> list[float]:
    s = [2 * ((bits(name, i) >> 40) * 2.0**-24) - 1 for i in range(math.prod(shape))]
    if name == "running_var":
        return [float32(1 + 0.5 * v) for v in s]
    if name == "weight" and len(shape) == 1:
        return [float32(1 + 0.1 * v) for v in s]
    if name == "weight":
        fan_in = math.prod(shape[1:])
        return [float32(v * math.sqrt(6 / fan_in)) for v in s]
    if name in ("bias", "running_mean"):
        return [float32(0.1 * v) for v in s]
    return [float32(v * math.sqrt(3)) for v in s]


class Array:
    """A flat list with a shape; out of range reads give None."""

    def __init__(self, shape, data):
        self.shape, self.data = list(shape), data

    def at(self, *index):
        flat = 0
        for i, size in zip(index, self.shape):
            if not 0 <= i < size:
                return None
            flat = flat * size + i
        return self.data[flat]


def build(shape, function) -> Array:
    return Array(shape, [function(*index) for index in product(*map(range, shape))])


def size(n, k, s, p, d=1, ceil=False):
    room = n + 2 * p - d * (k - 1) - 1
    out = room // s + 1
    # A last, partial window counts unless it would start beyond input and leading padding.
    return out + 1 if ceil and room % s and out * s < n + p else out


def conv2d(t, a):
    x, w = t["x"], t["weight"]
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = (
        a[k] for k in ("kernel", "stride", "padding", "dilation")
    )
    per_group = w.shape[1]
    outputs_per_group = w.shape[0] // a["groups"]

    def value(n, o, i, j):
        total = t["bias"].at(o) if a["bias"] else 0.0
        first = o // outputs_per_group * per_group
        for c, k, l in product(range(per_group), range(kh), range(kw)):
            v = x.at(n, first + c, i * sh - ph + k * dh, j * sw - pw + l * dw)
            total += 0.0 if v is None else v * w.at(o, c, k, l)
        return total

    n, _, h, width = x.shape
    return build([n, w.shape[0], size(h, kh, sh, ph, dh), size(width, kw, sw, pw, dw)], value)


def pool(t, a, reduce):
    x = t["x"]
    (kh, kw), (sh, sw), (ph, pw) = (a[k] for k in ("kernel", "stride", "padding"))
    n, c, h, w = x.shape
    shape = [n, c, size(h, kh, sh, ph, 1, a["ceil_mode"]), size(w, kw, sw, pw, 1, a["ceil_mode"])]

    def value(b, ch, i, j):
        rows = [i * sh - ph + k for k in range(kh)]
        columns = [j * sw - pw + l for l in range(kw)]
        inside = [v for r in rows for s in columns if (v := x.at(b, ch, r, s)) is not None]
        padded = sum(r < h + ph for r in rows) * sum(s < w + pw for s in columns)
        return reduce(inside, padded)

    return build(shape, value)


def maxpool2d(t, a):
    return pool(t, a, lambda inside, padded: max(inside))


def avgpool2d(t, a):
    count_padding = a["count_include_pad"]
    return pool(t, a, lambda inside, padded: sum(inside) / (padded if count_padding else len(inside)))


def batchnorm2d(t, a):
    x, w, b = t["x"], t["weight"], t["bias"]
    n, c, h, width = x.shape
    places = list(product(range(n), range(h), range(width)))
    if a["training"]:
        mean = [sum(x.at(m, ch, i, j) for m, i, j in places) / len(places) for ch in range(c)]
        var = [
            sum((x.at(m, ch, i, j) - mean[ch]) ** 2 for m, i, j in places) / len(places)
            for ch in range(c)
        ]
    else:
        mean, var = values("running_mean", [c]), values("running_var", [c])

    def value(m, ch, i, j):
        return (x.at(m, ch, i, j) - mean[ch]) / math.sqrt(var[ch] + a["eps"]) * w.at(ch) + b.at(ch)

    return build(x.shape, value)


def lrn(t, a):
    x = t["x"]

    def value(n, c, i, j):
        near = range(c - (a["size"] - 1) // 2, c + a["size"] // 2 + 1)
        squares = sum((x.at(n, k, i, j) or 0.0) ** 2 for k in near)
        return x.at(n, c, i, j) / (a["k"] + a["alpha"] / a["size"] * squares) ** a["beta"]

    return build(x.shape, value)


def linear(t, a):
    x, w = t["x"], t["weight"]
    return build(
        [x.shape[0], w.shape[0]],
        lambda n, o: sum(x.at(n, i) * w.at(o, i) for i in range(w.shape[1])) + t["bias"].at(o),
    )


def each(function):
    return lambda t, a: Array(t["x"].shape, [function(v) for v in t["x"].data])


def add(t, a):
    return Array(t["a"].shape, [v + w for v, w in zip(t["a"].data, t["b"].data)])


def concat(t, a):
    first, second = t["a"], t["b"]

    def value(n, c):
        return first.at(n, c) if c < first.shape[1] else second.at(n, c - first.shape[1])

    return build([first.shape[0], first.shape[1] + second.shape[1]], value)


CONV = dict(stride=[1, 1], padding=[0, 0], dilation=[1, 1], groups=1, bias=True)
POOL = dict(padding=[0, 0], ceil_mode=False, count_include_pad=True)
NORM = dict(eps=1e-5, momentum=0.1)
CASES = {
    "conv_depthwise_stride_2": (
        conv2d,
        dict(CONV, kernel=[3, 3], stride=[2, 2], padding=[1, 1], groups=4, out_channels=4),
        dict(x=[2, 4, 7, 7], weight=[4, 1, 3, 3], bias=[4]),
    ),
    "conv_dilated_2": (
        conv2d,
        dict(CONV, kernel=[3, 3], padding=[2, 2], dilation=[2, 2], out_channels=3),
        dict(x=[1, 2, 6, 6], weight=[3, 2, 3, 3], bias=[3]),
    ),
    "conv_asymmetric_1x5": (
        conv2d,
        dict(CONV, kernel=[1, 5], stride=[1, 2], padding=[0, 2], out_channels=3, bias=False),
        dict(x=[2, 3, 4, 8], weight=[3, 3, 1, 5]),
    ),
    "conv_groups_3_of_2": (
        conv2d,
        dict(CONV, kernel=[3, 3], padding=[1, 1], groups=3, out_channels=6),
        dict(x=[1, 6, 5, 4], weight=[6, 2, 3, 3], bias=[6]),
    ),
    "maxpool_ceil": (
        maxpool2d,
        dict(POOL, kernel=[3, 3], stride=[2, 2], ceil_mode=True),
        dict(x=[1, 2, 8, 6]),
    ),
    "avgpool_ceil_padded": (
        avgpool2d,
        dict(POOL, kernel=[3, 3], stride=[2, 2], padding=[1, 1], ceil_mode=True),
        dict(x=[1, 2, 6, 7]),
    ),
    "avgpool_excluding_padding": (
        avgpool2d,
        dict(POOL, kernel=[3, 3], stride=[2, 2], padding=[1, 1], count_include_pad=False),
        dict(x=[2, 2, 7, 5]),
    ),
    "batchnorm_training": (
        batchnorm2d,
        dict(NORM, training=True),
        dict(x=[3, 2, 4, 3], weight=[2], bias=[2]),
    ),
    "batchnorm_frozen": (
        batchnorm2d,
        dict(NORM, training=False),
        dict(x=[3, 2, 4, 3], weight=[2], bias=[2]),
    ),
    "lrn_size_3": (lrn, dict(size=3, alpha=0.5, beta=0.75, k=1.0), dict(x=[2, 5, 3, 3])),
    "linear_bias": (linear, dict(out_features=4, bias=True), dict(x=[3, 5], weight=[4, 5], bias=[4])),
    "tanh_features": (each(math.tanh), {}, dict(x=[3, 7])),
    "add_two": (add, {}, dict(a=[2, 3, 4, 5], b=[2, 3, 4, 5])),
    "concat_features": (concat, dict(axis=1), dict(a=[3, 4], b=[3, 5])),
}


def gradients(function, attributes, tensors, dy):
    def objective():
        return sum(v * g for v, g in zip(function(tensors, attributes).data, dy))

    result = {}
    for name, tensor in tensors.items():
        slopes = []
        for i, kept in enumerate(tensor.data):
            tensor.data[i] = kept + STEP
            above = objective()
            tensor.data[i] = kept - STEP
            slopes.append((above - objective()) / (2 * STEP))
            tensor.data[i] = kept
        result[name] = stored(tensor.shape, slopes)
    return result


def stored(shape, data):
    return {"shape": shape, "data": [float(f"{v:.8g}") for v in data]}


def case(name, function, attributes, shapes):
    tensors = {key: Array(shape, values(key, shape)) for key, shape in shapes.items()}
    y = function(tensors, attributes)
    dy = values("dy", y.shape)
    parameters = [key for key in shapes if key in ("weight", "bias")]
    op = getattr(function, "__name__", "")
    return {
        "format": "golden-1",
        "kind": "op",
        "name": name,
        "op": name.split("_")[0] if op == "<lambda>" else op,
        "attributes": attributes,
        "inputs": {key: {"shape": shapes[key]} for key in shapes if key not in parameters},
        "parameters": {key: {"shape": shapes[key]} for key in parameters},
        "output": stored(y.shape, y.data),
        "grad": gradients(function, attributes, tensors, dy),
    }


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (function, attributes, shapes) in CASES.items():
        text = json.dumps(case(name, function, attributes, shapes))
        (FOLDER / f"{name}.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
