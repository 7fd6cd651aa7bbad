"""The path along which a patch is cut so that its edge shows least.

Source: A. Efros, W. Freeman, "Image Quilting for Texture Synthesis and Transfer", SIGGRAPH 2001.
"""

import numpy as np
from numpy.typing import NDArray

from worldgen.kernels import kernel


@kernel
def cut(errors: NDArray[np.int64]) -> NDArray[np.int64]:
    """int64 (rows,): for each row the column of the cheapest path from the first to the last.

    `errors` is int64 (rows, columns). From row to row a path moves by one column at most; of paths
    that cost the same, the leftmost.
    """
    rows, columns = errors.shape
    total = errors.copy()
    for row in range(1, rows):
        for column in range(columns):
            first, last = max(0, column - 1), min(columns - 1, column + 1)
            total[row, column] += total[row - 1, first : last + 1].min()
    path = np.empty(rows, np.int64)
    path[rows - 1] = total[rows - 1].argmin()
    for row in range(rows - 2, -1, -1):
        first = max(0, path[row + 1] - 1)
        last = min(columns - 1, path[row + 1] + 1)
        path[row] = first + total[row, first : last + 1].argmin()
    return path
