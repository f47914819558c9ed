# Usage: six_scripts.py LIST OUT STARTS. What the suite began as, written anew in one process: for each file inspect the header,
# blank name and ID, set the station, save and read again, copy, check the copy, k-means with three classes and a side-by-side
# picture, three features; at the end k-means with two clusters over all files and a scatter picture. Prints one line of JSON:
# files, seconds of all, and milliseconds a file of each step. The windows of the inspector and the viewer are not drawn, and the
# upload is not waited for: both would only make it slower. Modules are loaded before the clock starts.
import json
import pathlib
import shutil
import sys
import time

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pydicom
from sklearn.cluster import KMeans

files = [pathlib.Path(line.strip()) for line in open(sys.argv[1], encoding="utf-8")]
out = pathlib.Path(sys.argv[2])
starts = int(sys.argv[3])
outgoing = out / "outgoing"
outgoing.mkdir(parents=True)
steps = {}


class Step:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        self.begun = time.perf_counter()

    def __exit__(self, *_):
        steps[self.name] = steps.get(self.name, 0) + time.perf_counter() - self.begun


def classes(values, k, n_init):
    return KMeans(n_clusters=k, n_init=n_init, random_state=0).fit(values)


begin = time.perf_counter()
features = []
printed = 0
for number, name in enumerate(files):
    with Step("inspector"):
        printed += len(str(pydicom.dcmread(name)))
    with Step("anonymizer"):
        dataset = pydicom.dcmread(name)
        dataset.PatientName = "ANONYMOUS"
        dataset.PatientID = "REDACTED"
        dataset.StationName = "DEIDENTIFIED"
        clean = out / f"{number}.dcm"
        dataset.save_as(clean)
        again = pydicom.dcmread(clean)
        assert str(again.PatientName) == "ANONYMOUS" and again.StationName == "DEIDENTIFIED"
    with Step("batch processor"):
        shutil.copy(clean, outgoing / clean.name)
    with Step("viewer"):
        shown = pydicom.dcmread(outgoing / clean.name)
        assert shown.PatientID == "REDACTED"
        pixels = shown.pixel_array
    with Step("density plot"):
        found = classes(pixels.reshape(-1, 1).astype(np.float64), 3, starts)
        figure, panels = plt.subplots(1, 2, figsize=(12, 6))
        panels[0].imshow(pixels, cmap="bone")
        panels[1].imshow(found.labels_.reshape(pixels.shape), cmap="viridis")
        for panel in panels:
            panel.axis("off")
        figure.savefig(out / f"{number}.png")
        plt.close(figure)
    with Step("miner"):
        features.append([pixels.mean(), pixels.std(), pixels.max()])
with Step("miner"):
    table = np.array(features, dtype=np.float64)
    if len(table) > 1:
        groups = classes(table, 2, starts)
        figure, panel = plt.subplots()
        panel.scatter(table[:, 0], table[:, 1], c=groups.labels_)
        figure.savefig(out / "mining.png")
        plt.close(figure)
seconds = time.perf_counter() - begin
assert printed > 0
print(json.dumps({"files": len(files), "seconds": seconds, "steps": {k: v * 1000 / len(files) for k, v in steps.items()}}))
