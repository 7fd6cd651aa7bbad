"""Wave function collapse: cells that each begin as everything and end as one pattern.

`rules.py` says which patterns fit beside which, `wave.py` what each cell can still be, and
`solver.py`, the file to read first, observes and propagates until every cell is decided.

Source: M. Gumin, WaveFunctionCollapse (2016), https://github.com/mxgmn/WaveFunctionCollapse.
Support is counted as in AC-4 (R. Mohr, T. Henderson, 1986), per class of edges, not per pattern.
"""
