"""What the outside calls: the services, over native gRPC and over HTTP."""

import os

# NOTE: gRPC's handlers around a fork crash the child that libuv (uvloop) forks to start a worker
# process (measured: two in six, beside a client that had just left). We never call gRPC in a child.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")
