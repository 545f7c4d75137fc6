"""The review of a system, step by step: what has been said of it, and what is still asked."""

from dataclasses import dataclass

from agent.console.language import Translate
from agent.register.system import Status, System


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        text: What is asked.
        done: Whether it is answered.
    """

    text: str
    done: bool


def steps(system: System, translate: Translate) -> list[Step]:
    """The steps of a review, in order."""
    _ = translate
    decided = system.status not in (Status.DISCOVERED, Status.IN_REVIEW)
    return [
        Step(_("Say what it is used for."), bool(system.purpose)),
        Step(_("Name who answers for its use."), bool(system.owner)),
        Step(_("Set your role under the AI Act and the GDPR."), bool(system.role and system.gdpr_role)),
        Step(_("Judge the risk level, with a reason."), system.risk_judged),
        Step(_("Decide: allow, allow with conditions or refuse."), decided),
        Step(
            _("Say until when the decision holds."), bool(system.expires) or system.status == Status.REFUSED
        ),
    ]
