"""splitmix64, for kernels that draw or hash by themselves: G. Steele, D. Lea and C. Flood, "Fast
splittable pseudorandom number generators", OOPSLA 2014.

A generator is a uint64 that grows by GOLDEN each time; what it draws is that, mixed.
"""

import numpy as np

from worldgen.kernels import bare_kernel

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


@bare_kernel
def mixed(bits):  # type: ignore[no-untyped-def]
    """uint64 -> uint64, each bit of it upon each."""
    bits = (bits ^ (bits >> np.uint64(30))) * _MIX_1
    bits = (bits ^ (bits >> np.uint64(27))) * _MIX_2
    return bits ^ (bits >> np.uint64(31))
