"""Make the pictures of docs/dashboards.md: ``uv run python tests/dashboards/pictured.py``.

Two minutes of an office at work, before a real guard and a real Prometheus.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS.parent), str(TESTS / "end_to_end"), str(TESTS / "dashboards")]

from asking import running_prometheus  # noqa: E402 - the path comes first
from running import Running  # noqa: E402
from seeded import ACTOR, BSN, CODE, HELLO, MAIL, PHONE, ask, keep_register, seeded_guard, work  # noqa: E402

from agent.demo.stand_in import StandIn  # noqa: E402
from agent.record.store import Store  # noqa: E402
from agent.register.systems import set_system  # noqa: E402
from dashboards.generator.boards import BOARDS  # noqa: E402
from dashboards.pictures.answers import Source  # noqa: E402
from dashboards.pictures.draw import picture  # noqa: E402

SECONDS = 110
PEOPLE = ["h1", "h2", "h3", "h4", "h5", "h6", "b1", "b2", "l1", "l2", "l3", *(f"i{n}" for n in range(8))]
CHAT = "https://api.openai.com/v1/chat/completions"
PLACES = {
    CHAT: 8,
    "https://api.anthropic.com/v1/messages": 5,
    "https://api.mistral.ai/v1/chat/completions": 3,
    "https://api.deepseek.com/chat/completions": 2,
    "https://api.groq.com/openai/v1/chat/completions": 2,
    "https://api.perplexity.ai/chat/completions": 1,
}
TEXTS = {
    HELLO: 12,
    "Vat dit verslag samen.": 8,
    BSN: 2,
    MAIL: 4,
    PHONE: 3,
    CODE: 2,
    "Mail p.devries@werkgever.example over IBAN NL91ABNA0417164300": 2,
}


def office(guard: Running, until: float) -> Iterator[None]:
    """Requests at an uneven pace, the same ones each time."""
    chance = random.Random(8)
    places, texts = list(PLACES), list(TEXTS)
    while time.time() < until:
        for _ in range(chance.choice((1, 1, 2, 3, 5))):
            (place,) = chance.choices(places, list(PLACES.values()))
            (text,) = chance.choices(texts, list(TEXTS.values()))
            ask(guard, chance.choice(PEOPLE), place, text)
            yield
        time.sleep(chance.uniform(0.3, 1.8))


def decide(store: Store) -> None:
    """What a DPO has got round to."""
    keep_register(store)
    soon = (datetime.now(UTC).date() + timedelta(days=60)).isoformat()
    set_system(
        store,
        "anthropic-api",
        None,
        {"status": "allowed with conditions", "conditions": "no personal data", "expires": soon},
        ACTOR,
    )
    set_system(store, "deepseek-api", None, {"status": "refused"}, ACTOR)
    reason = {"risk": "high", "risk_reason": "ranks applicants", "status": "in review"}
    set_system(store, "cv-ranker", None, {"name": "CV ranker", **reason}, ACTOR)


def main() -> None:
    """Work, watch and draw."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "internet").mkdir()
        with (
            StandIn(folder / "internet") as internet,
            seeded_guard(folder, internet) as guard,
            running_prometheus(folder, guard.metrics) as prometheus,
        ):
            prometheus.wait_for("job:schaduwwacht_up:count offset 8s", lambda number: number == 1)
            start = time.time() - 4
            work(guard, internet, lambda: time.sleep(3))
            with Store.open(guard.data_dir / "schaduwwacht.db") as store:
                for number, _ in enumerate(office(guard, start + SECONDS)):
                    if number == 60:
                        decide(store)
            time.sleep(3)
            source = Source(prometheus.url, start, time.time())
            for board in BOARDS:
                for language in ("en", "nl"):
                    if language == "en" or board.name == "security":
                        made = picture(board, source, language)
                        (
                            TESTS.parent / "docs" / "images" / f"dashboard-{board.name}-{language}.png"
                        ).write_bytes(made)


if __name__ == "__main__":
    main()
