"""Content from a spec and a seed: levels today. A library; it knows no server, model or network.

The same spec, seed and generator version give the same bytes, in any process and on any machine.
"""
