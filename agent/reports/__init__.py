"""The HR report: one data model from the store, and the four forms in which it is given."""
