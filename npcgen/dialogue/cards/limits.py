"""How much of a stranger's file is looked at. What is larger is refused, never cut."""

MIB = 1024 * 1024
MAX_FILE_BYTES = 64 * MIB
MAX_JSON_BYTES = 8 * MIB
MAX_CHUNK_BYTES = 12 * MIB
"""Of a PNG's text chunk, packed and unpacked: 8 MiB of JSON in base64, and some."""
MAX_CHUNKS = 100_000
MAX_DEPTH = 48
MAX_ZIP_ENTRIES = 2_000
MAX_ZIP_DIRECTORY_BYTES = MIB
MAX_ZIP_BYTES = 256 * MIB
"""Of all entries together, unpacked."""
MAX_ZIP_RATIO = 200
"""Unpacked to packed size of a large entry. Prose reaches 10, runs of one byte 1000."""
MAX_LORE_ENTRIES = 5_000
MAX_KEYS = 256
"""Of one lorebook entry."""
MAX_BOOK_KEYS = 20_000
MAX_RAW_CHARS = 64_000
"""Of a text whose macros are replaced: far more than a persona takes."""
MAX_PATTERN_CHARS = 1_000
MAX_BOOK_PATTERN_CHARS = 50_000
"""Of all regular expressions in a book: compiling one takes some 10 us a character."""
MAX_MACRO_DEPTH = 8
MAX_DECORATORS = 64
