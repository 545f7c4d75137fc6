"""Names, addresses and places: the packaged Dutch model, its training script, and lists."""
