"""Disjoint sets (union-find), compiled: `parent` of each member, its own number for a root."""

from worldgen.kernels import kernel


@kernel
def root(parent, member):  # type: ignore[no-untyped-def]
    """The root of a member's set. Halves the way there: R. Tarjan and J. van Leeuwen, JACM 1984."""
    while parent[member] != member:
        parent[member] = parent[parent[member]]
        member = parent[member]
    return member
