"""A village, played by a real server: what `make demo` runs.

`play.py` is the file to read first; `scene.py` says who is asked what, `quest.py` plays a quest.
"""
