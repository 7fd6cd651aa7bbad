"""What textures take from the engine: prompts read by a model. worldgen makes them, without one."""
