"""Fetching one large file: safe to break off at any moment, and to go on later.

    pull.py        the whole way: known sums, tries and pauses, the check, the place
    transfer.py    one try: ask for what is missing, and write it down
    answers.py     what a server's answer means; nothing that it says is believed unchecked
    addresses.py   where files may come from, and which redirects are followed
    part_file.py   what is there of a file, and of what it is a part
    sums.py        the sums of what was pulled here first

Knows HTTP, and of models only that they are GGUF files.
"""
