"""protobuf <-> levels, for both ends of a connection."""
