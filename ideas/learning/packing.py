"""A model as bytes, and back. Numbers and words only, nothing that could run: no pickle."""

import json
import sys
import zlib
from array import array
from hashlib import sha256
from typing import Any

from ideas.learning.model import Block, Model

FORMAT = 1
APART = b"\0"  # Between the head, which is JSON and so holds no such byte, and the numbers.


class Damaged(Exception):
    """The stored bytes are not those of the model that was learned, or of a format that this version cannot read."""


def pack(model: Model) -> bytes:
    """The model as compressed bytes, the same on every machine."""
    head = {
        "format": FORMAT,
        "labels": model.labels,
        "bias": model.bias,
        "scales": model.scales,
        "temperature": model.temperature,
        "runs": list(model.runs.rows),
        "pieces": list(model.pieces.rows),
    }
    numbers = [one for block in (model.runs, model.pieces) for one in (block.rarity, block.weights)]
    return zlib.compress(json.dumps(head).encode() + APART + b"".join(map(_bytes_of, numbers)), 6)


def digest_of(data: bytes) -> str:
    """The SHA-256 of the bytes, by which they are known again."""
    return sha256(data).hexdigest()


def unpack(data: bytes, digest: str) -> Model:
    """The model of these bytes. Raises Damaged when they are not those that `digest` was made of."""
    if digest_of(data) != digest:
        raise Damaged(f"The bytes of the model do not have the digest {digest}.")
    head, _apart, numbers = zlib.decompress(data).partition(APART)
    told = json.loads(head)
    if told["format"] != FORMAT:
        raise Damaged(f"The model has format {told['format']}, not {FORMAT}.")
    many, blocks = len(told["labels"]), []
    for name in ("runs", "pieces"):
        rarity, numbers = _numbers("f", len(told[name]), numbers)
        weights, numbers = _numbers("h", len(told[name]) * many, numbers)
        blocks.append(Block({part: row for row, part in enumerate(told[name])}, rarity, weights))
    return Model(
        labels=tuple(told["labels"]), bias=tuple(told["bias"]), scales=tuple(told["scales"]),
        temperature=told["temperature"], runs=blocks[0], pieces=blocks[1],
    )  # fmt: skip


def _bytes_of(numbers: "array[Any]") -> bytes:
    return _turned(numbers).tobytes()


def _numbers(code: str, count: int, data: bytes) -> tuple["array[Any]", bytes]:
    numbers: array[Any] = array(code)
    size = count * numbers.itemsize
    numbers.frombytes(data[:size])
    return _turned(numbers), data[size:]


def _turned(numbers: "array[Any]") -> "array[Any]":
    """Little-endian, whatever this machine is."""
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers
