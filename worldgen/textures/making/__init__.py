"""From a spec, a picture or a theme to an engine's files, a step at a time.

The command line and a server's workers both go through here, so both make the same bytes.
"""
