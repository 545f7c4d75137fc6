"""Who hears which alert: the example configuration, judged by Alertmanager's own tool."""

import subprocess
from pathlib import Path

import pytest
import yaml
from asking import CONFIG, rules
from needs import find

FILE = Path(__file__).parents[2] / "deploy" / "alertmanager" / "alertmanager.yml"
ALERTS = [(rule["alert"], rule["labels"]["severity"]) for _, rule in rules() if "alert" in rule]
FOR_DPO = ("Incident", "ProhibitedSystem", "HighRiskSystem", "DecisionExpired")


def amtool(*arguments: str | Path) -> str:
    """Run it; it must find nothing."""
    program = find("amtool", "prometheus-alertmanager")
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_configuration_is_valid_as_it_is() -> None:
    """`amtool check-config` takes it, and it has no secret to fill in."""
    assert "SUCCESS" in amtool("check-config", FILE)


@pytest.mark.parametrize(("alert", "severity"), ALERTS, ids="-".join)
def test_an_alert_reaches_who_should_act(alert: str, severity: str) -> None:
    """The DPO hears of clocks and register, security of leaks, operations of the guard."""
    labels = (f"alertname={alert}", f"severity={severity}")
    told = amtool("config", "routes", "test", "--config.file", FILE, *labels).strip()
    if alert == "SchaduwwachtLeakBurst":
        assert told == "security,dpo"
    elif any(word in alert for word in FOR_DPO):
        assert told == "dpo"
    else:
        assert told == "operations"


def test_prometheus_tells_alertmanager() -> None:
    """The configuration of Prometheus names the service of the compose file."""
    (manager,) = yaml.safe_load(CONFIG.read_text())["alerting"]["alertmanagers"]
    compose = yaml.safe_load((FILE.parents[1] / "compose.yaml").read_text())
    (target,) = manager["static_configs"][0]["targets"]
    name, _, port = target.partition(":")
    assert compose["services"][name]["ports"] == [f"127.0.0.1:{port}:{port}"]
