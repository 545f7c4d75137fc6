"""`make demo`."""

from running import call


def test_the_demo_stops_what_must_not_leave() -> None:
    """Every scene is played; what must never arrive did not; the register and the metrics show it."""
    done = call("demo")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("STOPPED") == 4
    assert done.stdout.count("sent  ") == 4
    assert "this reached a service: nothing." in done.stdout
    assert "openai-api" in done.stdout
    assert 'schaduwwacht_findings_total{action="block",service="chatgpt",type="NL_BSN"} 2.0' in done.stdout
