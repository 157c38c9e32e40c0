"""Reads a safetensors file with the standard library alone and prints each tensor's sum."""
import json
import struct
import sys

with open(sys.argv[1], "rb") as file:
    (length,) = struct.unpack("<Q", file.read(8))
    header = json.loads(file.read(length))
    data = file.read()
for name, tensor in header.items():
    if name == "__metadata__":
        continue
    assert tensor["dtype"] == "F32"
    begin, end = tensor["data_offsets"]
    values = struct.unpack(f"<{(end - begin) // 4}f", data[begin:end])
    print(name, "x".join(map(str, tensor["shape"])), repr(sum(values)))
