"""protobuf <-> what worldgen makes, for both ends of a connection."""
