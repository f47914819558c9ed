# Usage: kmeans_rates.py PIXELS STARTS ROUNDS COLUMNS PICTURE. PIXELS holds 16-bit little endian values. Prints how often a second
# scikit-learn finds three classes and labels (the best of the rounds), or with PICTURE 1 how often matplotlib draws original and
# labels side by side into a PNG.
import io
import sys
import time

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from sklearn.cluster import KMeans

values = np.fromfile(sys.argv[1], dtype="<u2").astype(np.float64).reshape(-1, 1)
starts, rounds, columns, picture = (int(word) for word in sys.argv[2:6])
image = values.reshape(-1, columns)
best = float("inf")
for _ in range(rounds):
    begin = time.perf_counter()
    if picture:
        figure, panels = plt.subplots(1, 2, figsize=(12, 6))
        panels[0].imshow(image, cmap="bone")
        panels[1].imshow(image > 700, cmap="viridis")
        for panel in panels:
            panel.axis("off")
        figure.savefig(io.BytesIO(), format="png")
        plt.close(figure)
    else:
        labels = KMeans(n_clusters=3, n_init=starts, random_state=0).fit(values).labels_
        assert len(set(labels[::97])) == 3
    best = min(best, time.perf_counter() - begin)
print(1 / best)
