"""What happened: events in SQL, chained, committed before the client has its answer.

`Store.open`, `Writer(store, node).record(event)`; the tables are in `schema`.
"""
