"""Whether one reply is right: one module for each kind of rightness. Text in, truth out."""
