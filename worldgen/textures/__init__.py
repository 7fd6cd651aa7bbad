"""Materials on demand: a spec with a seed becomes a set of maps that tile exactly.

`generate.py` is the file to read first; materials are written as docs/concepts/materials.md says.
NOTE: nothing is imported here: a server reads specs, and leaves the kernels to its workers.
"""
