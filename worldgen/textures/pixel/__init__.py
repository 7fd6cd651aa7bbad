"""Low resolution on purpose: few colours, hard edges, tiles that fit their neighbours."""
