"""Bytes in words."""

MIB = 2**20
GIB = 2**30


def size_told(count: float) -> str:
    """Such as "8.9 MiB", "469 MiB", "2.3 GiB"."""
    if count >= GIB:
        return f"{count / GIB:.1f} GiB"
    return f"{count / MIB:.0f} MiB" if count >= 10 * MIB else f"{count / MIB:.1f} MiB"
