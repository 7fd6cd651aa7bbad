"""The page /server: models, slots, queue, latencies, settings, logs."""
