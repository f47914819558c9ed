"""Writes what PyTorch exports of a U-Net of the kind that nnU-Net makes (Isensee et al., Nature
Methods 18, 2021, supplementary note 2): two convolutions a stage, instance normalisation, leaky
rectifiers of slope 0.01, strided convolutions down, transposed ones up, skips; no deep supervision.

Arguments: axes (2 or 3), side of the patch, labels, folder. It leaves model.onnx, and the values
and logits of one patch as little-endian floats. Weights are random, with a fixed seed.
"""

import os
import sys

import torch
from torch import nn

axes, side, labels, folder = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
torch.manual_seed(4711)
torch.set_num_threads(1)
Conv, Up, Norm = {
    2: (nn.Conv2d, nn.ConvTranspose2d, nn.InstanceNorm2d),
    3: (nn.Conv3d, nn.ConvTranspose3d, nn.InstanceNorm3d),
}[axes]


def block(before, after, stride):
    return nn.Sequential(
        Conv(before, after, 3, stride, 1),
        Norm(after, eps=1e-5, affine=True),
        nn.LeakyReLU(0.01, inplace=True),
        Conv(after, after, 3, 1, 1),
        Norm(after, eps=1e-5, affine=True),
        nn.LeakyReLU(0.01, inplace=True),
    )


class UNet(nn.Module):
    def __init__(self, widths):
        super().__init__()
        self.down = nn.ModuleList(
            block(before, after, 1 if at == 0 else 2)
            for at, (before, after) in enumerate(zip([1] + widths, widths))
        )
        self.up = nn.ModuleList(
            Up(below, here, 2, 2) for below, here in zip(widths[:0:-1], widths[-2::-1])
        )
        self.join = nn.ModuleList(block(2 * here, here, 1) for here in widths[-2::-1])
        self.last = Conv(widths[0], labels, 1)

    def forward(self, x):
        skips = []
        for stage in self.down:
            x = stage(x)
            skips.append(x)
        for up, join, skip in zip(self.up, self.join, skips[-2::-1]):
            x = join(torch.cat((up(x), skip), 1))
        return self.last(x)


network = UNet([16, 32, 64, 128] if axes == 2 else [8, 16, 32]).eval()
patch = torch.randn(1, 1, *[side] * axes)
with torch.no_grad():
    logits = network(patch)
torch.onnx.export(
    network,
    patch,
    os.path.join(folder, "model.onnx"),
    input_names=["input"],
    output_names=["output"],
    dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}},
)
for name, values in (("values", patch), ("logits", logits)):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(values.numpy().astype("<f4").tobytes())
