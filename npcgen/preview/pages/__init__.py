"""One module a page; `add()` of each registers it."""
