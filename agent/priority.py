"""The proxy's processes go first where there is less processor than work."""

import logging
import os
from pathlib import Path

NICENESS = 10
AUTOGROUP = Path("/proc/self/autogroup")

logger = logging.getLogger(__name__)


def step_back() -> None:
    """Lower the priority of this process, for good.

    Where Linux schedules by session (`sched_autogroup_enabled`, the default on a desktop), niceness counts
    within a session only: a process with a session of its own must lower that as well. See sched(7).
    """
    if not hasattr(os, "nice"):
        return
    try:
        os.nice(NICENESS)
        if os.getsid(0) == os.getpid() and AUTOGROUP.exists():
            AUTOGROUP.write_text(str(NICENESS), "ascii")
    except OSError:  # systemd's @resources filter forbids it: then it competes as an equal
        logger.info("this process keeps its priority: the system does not let it lower that")
