"""Materials on demand: a seed and named numbers become a set of maps that tile exactly."""
