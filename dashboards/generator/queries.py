"""PromQL in pieces.

A counter of the store (requests, findings, rules) never falls, and a new series of it may begin at any
number. `increase` would leave that first number out, and guess at the edges of a window. The difference of
two moments does neither, so it is what panels use for these. Counters of a process's memory begin at 0 with
every start, so `increase` is right for them.
"""

REQUESTS = "action:schaduwwacht_requests:sum"
SERVICES = "service_action:schaduwwacht_requests:sum"
GROUPS = "group_action:schaduwwacht_requests:sum"
STATUSES = "status:schaduwwacht_requests:sum"
FINDINGS = "type_action:schaduwwacht_findings:sum"
RULES = "rule_action:schaduwwacht_rule_decisions:sum"
MONITORED = "would:schaduwwacht_monitored:sum"
UP = "job:schaduwwacht_up:count"
STOPPED = '{action=~"block|coach"}'
LEAKED = '{action=~"allow|log"}'


def in_range(total: str) -> str:
    """How much a recorded sum grew in the time shown; a series that is younger grew from 0."""
    return f"clamp_min({total} - (last_over_time({total}[7d] offset $__range) or {total} * 0), 0)"


def in_step(total: str) -> str:
    """How much it grew in each step of a graph; nothing is said after a time without any guard."""
    before = f"last_over_time({total}[1h] offset $__interval)"
    known = f"last_over_time({UP}[1h] offset $__interval)"
    return f"clamp_min({total} - ({before} or {total} * 0 and on () {known}), 0)"


def by(labels: str, expr: str) -> str:
    """Summed by labels; all together when there are none."""
    return f"sum by ({labels}) ({expr})" if labels else f"sum({expr})"


def seen(expr: str) -> str:
    """Without the zeros: a table lists what there is."""
    return f"{expr} > 0"


def quantile(share: float, metric: str) -> str:
    """The time in which so many are done."""
    return f"histogram_quantile({share}, sum by (le) (rate({metric}_bucket[$__rate_interval])))"


def once(expr: str) -> str:
    """The greatest over all guards: each knows the same register, or a part of it."""
    return f"max({expr})"
