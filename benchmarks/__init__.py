"""The figures of speed, as ratios to a plain yardstick on the same machine at the same time: `make bench`."""
