"""The project's models in PyTorch, under the same names, to compare gradients with.

gradients FOLDER MODEL: reads FOLDER/weights.safetensors (weights under their names, the samples of
one chunk under "samples", labels under "labels", the step's number of samples in the metadata) and
writes FOLDER/gradients.bin: the gradient of sum(loss) / step samples, float32, weight by weight in
the order of the file; then the loss.
script FOLDER: writes FOLDER/model.pt, a scripted network for 8 x 8 images.
"""
import json
import struct
import sys
from collections import OrderedDict

import torch
from torch import nn

torch.set_num_threads(1)


class Residual(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.main = nn.Sequential(OrderedDict(
            conv1=nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False),
            bn1=nn.BatchNorm2d(outputs), relu=nn.ReLU(),
            conv2=nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False),
            bn2=nn.BatchNorm2d(outputs)))
        self.shortcut = None
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(OrderedDict(
                conv=nn.Conv2d(inputs, outputs, 1, stride, 0, bias=False),
                bn=nn.BatchNorm2d(outputs)))

    def forward(self, x):
        short = x if self.shortcut is None else self.shortcut(x)
        return torch.relu(self.main(x) + short)


def cnn(normalise):
    layers = OrderedDict()
    channels = 1
    for i, outputs in enumerate([4, 6], start=1):
        layers[f"conv{i}"] = nn.Conv2d(channels, outputs, 3, 1, 1)
        if normalise:
            layers[f"bn{i}"] = nn.BatchNorm2d(outputs)
        layers[f"relu{i}"] = nn.ReLU()
        layers[f"pool{i}"] = nn.MaxPool2d(2)
        channels = outputs
    layers.update(flatten=nn.Flatten(), fc=nn.Linear(6 * 4, 16), relu=nn.ReLU(),
                  out=nn.Linear(16, 10))
    return nn.Sequential(layers)


def resnet20():
    layers = OrderedDict(
        conv=nn.Conv2d(1, 16, 3, 1, 1, bias=False), bn=nn.BatchNorm2d(16), relu=nn.ReLU())
    channels = 16
    for stage in range(3):
        for block in range(3):
            outputs = 16 << stage
            stride = 2 if stage > 0 and block == 0 else 1
            layers[f"block{3 * stage + block + 1}"] = Residual(channels, outputs, stride)
            channels = outputs
    layers.update(pool=nn.AdaptiveAvgPool2d(1), flatten=nn.Flatten(), out=nn.Linear(64, 10))
    return nn.Sequential(layers)


def build(name):
    if name == "softmax":
        return nn.Sequential(OrderedDict(flatten=nn.Flatten(), fc=nn.Linear(64, 10)))
    if name == "mlp":
        return nn.Sequential(OrderedDict(
            flatten=nn.Flatten(), fc1=nn.Linear(64, 24), relu1=nn.ReLU(),
            fc2=nn.Linear(24, 16), relu2=nn.ReLU(), out=nn.Linear(16, 10)))
    if name == "resnet20":
        return resnet20()
    return cnn(name == "cnn-bn")


def read(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    metadata = header.pop("__metadata__", {})
    tensors = {
        name: torch.frombuffer(
            bytearray(data[entry["data_offsets"][0]:entry["data_offsets"][1]]),
            dtype=torch.float32).reshape(entry["shape"])
        for name, entry in header.items()}
    return tensors, metadata


def gradients(folder, name):
    tensors, metadata = read(folder + "/weights.safetensors")
    samples, labels = tensors.pop("samples"), tensors.pop("labels").long()
    model = torch.jit.load(folder + "/model.pt") if name == "script" else build(name)
    model.load_state_dict(tensors, strict=False)
    model.train()
    parameters = dict(model.named_parameters())
    missing = set(parameters) - set(tensors)
    assert not missing, missing
    loss = nn.functional.cross_entropy(model(samples), labels, reduction="sum")
    loss = loss / float(metadata["samples-per-step"])
    names = [key for key in tensors if key in parameters]
    found = torch.autograd.grad([loss], [parameters[key] for key in names])
    flat = torch.cat([part.reshape(-1) for part in found] + [loss.detach().reshape(1)])
    with open(folder + "/gradients.bin", "wb") as file:
        file.write(flat.contiguous().numpy().tobytes())


def script(folder):
    torch.manual_seed(4)
    model = nn.Sequential(
        nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(144, 10))
    torch.jit.save(torch.jit.script(model), folder + "/model.pt")


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
