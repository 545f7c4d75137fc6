"""Fixed words of the data, as people say them. Filter ``term`` in the templates translates by this table."""

from agent.console.language import N_

STATUSES = {
    "discovered": N_("Discovered"),
    "in review": N_("In review"),
    "allowed": N_("Allowed"),
    "allowed with conditions": N_("Allowed with conditions"),
    "refused": N_("Refused"),
    "retired": N_("Retired"),
}
RISKS = {
    "prohibited": N_("Prohibited"),
    "high": N_("High risk"),
    "limited": N_("Limited risk"),
    "minimal": N_("Minimal risk"),
    "unknown": N_("Not judged"),
}
ROLES = {
    "deployer": N_("Deployer"),
    "provider": N_("Provider"),
    "controller": N_("Controller"),
    "joint controller": N_("Joint controller"),
    "processor": N_("Processor"),
    "employer": N_("Employer"),
}
ACTIONS = {
    "allow": N_("Let through"),
    "log": N_("Let through and logged"),
    "coach": N_("Warned"),
    "redact": N_("Made unrecognisable"),
    "block": N_("Stopped"),
}
MODES = {"enforce": N_("Enforcing"), "monitor": N_("Watching only")}
DUTY_STATES = {
    "open": N_("Open"),
    "in progress": N_("In progress"),
    "done": N_("Done"),
    "not applicable": N_("Not applicable"),
}
INCIDENT_STATES = {
    "open": N_("Open"),
    "in assessment": N_("Being assessed"),
    "no breach": N_("No data breach"),
    "not notifiable": N_("Breach, need not be notified"),
    "notified": N_("Notified to the authority"),
}
DATA_FACTS = {
    "trains_on_input": N_("Trains on what people enter, unless they opt out"),
    "eu_hosting": N_("Can be hosted in the EU"),
    "dpa": N_("Offers a data processing agreement"),
}
ANSWERS = {"yes": N_("Yes"), "no": N_("No")}
USER_ROLES = {
    "admin": N_("Administrator"),
    "security": N_("Security"),
    "hr": N_("HR"),
    "dpo": N_("Data protection officer"),
    "council": N_("Works council"),
}
CATEGORIES = {
    "chat": N_("Chat"),
    "api": N_("Programming interface"),
    "coding": N_("Programming assistant"),
    "meeting": N_("Meeting assistant"),
    "writing": N_("Writing assistant"),
    "translation": N_("Translation"),
    "image": N_("Images and video"),
    "voice": N_("Voice and face"),
    "recruiting": N_("Recruiting"),
    "hr": N_("HR assistant"),
    "planning": N_("Planning"),
    "emotion": N_("Emotion recognition"),
    "search": N_("Search"),
    "companion": N_("Companion"),
    "embedded": N_("AI inside another product"),
    "other": N_("Other"),
}
KINDS = {
    "SECRET": N_("Password or key"),
    "LOCATION": N_("Place"),
    "CONFIDENTIAL_MARK": N_("Mark of confidentiality"),
    "NL_VAT": N_("VAT number"),
}
"""Kinds that are no personal data; the others have their words in `agent/register`."""
TERMS: dict[str, str] = {
    **CATEGORIES,
    **KINDS,
    **STATUSES,
    **RISKS,
    **ROLES,
    **ACTIONS,
    **MODES,
    **DUTY_STATES,
    **INCIDENT_STATES,
    **ANSWERS,
    **DATA_FACTS,
    **USER_ROLES,
}
