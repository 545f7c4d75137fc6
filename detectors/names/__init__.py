"""The Dutch name model: lists, training text, training script, weights and how they are used."""
