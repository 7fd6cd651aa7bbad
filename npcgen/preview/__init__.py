"""The designer's room: pages in the browser to write a persona, hear it, and look at worlds.

    HTTP port, "/" -> Preview -> pages -> npcgen.client -> the same server, by native gRPC

A client of the API like any other: what a page does, a plugin can do. Needs npcgen[preview].
"""
