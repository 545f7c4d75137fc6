"""`make demo`: the whole job on one machine, without internet."""
