"""What the outside calls: the services, over native gRPC and over HTTP."""
