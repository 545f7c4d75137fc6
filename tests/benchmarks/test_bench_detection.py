"""Detection on the development set, side by side: prints the tables of `docs/measured-detection.md`.

`make bench` runs this. The development set is in `tests/data/devset`, with the rules for its labels.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from detectors.evaluate import Evaluation, Tally, evaluate
from detectors.finding import Finding
from detectors.labelled import LabelledPrompt, read_labelled

_DATA = Path(__file__).parents[1] / "data"

Detector = Callable[[str], Sequence[Finding]]


@pytest.fixture(scope="module")
def prompts() -> list[LabelledPrompt]:
    """The development set."""
    paths = sorted((_DATA / "devset").glob("*.txt"))
    return [prompt for path in paths for prompt in read_labelled(path.read_text("utf-8"))]


def test_ours(benchmark: BenchmarkFixture, ours: Detector, prompts: list[LabelledPrompt]) -> None:
    """This project's scanner, by type and by kind of prompt."""
    result = benchmark.pedantic(_evaluate, (ours, prompts), rounds=1)
    _print_summary("schaduwwacht", result)
    _print_table("type", result.types)
    _print_table("kind of prompt", result.kinds)


def test_stock_presidio(
    benchmark: BenchmarkFixture, stock_presidio: Detector, prompts: list[LabelledPrompt]
) -> None:
    """Presidio as it comes, for Dutch."""
    _print_summary("Presidio, stock", benchmark.pedantic(_evaluate, (stock_presidio, prompts), rounds=1))


def test_slim_presidio(
    benchmark: BenchmarkFixture, slim_presidio: Detector, prompts: list[LabelledPrompt]
) -> None:
    """Presidio with Dutch and Belgian phones and this project's own name model, without its rules."""
    result = benchmark.pedantic(_evaluate, (slim_presidio, prompts), rounds=1)
    _print_summary("Presidio, slim + our model", result)


def test_harmless(benchmark: BenchmarkFixture, ours: Detector) -> None:
    """The 105 further harmless prompts."""
    paths = sorted((_DATA / "harmless").glob("*.txt"))
    harmless = [prompt for path in paths for prompt in read_labelled(path.read_text("utf-8"))]
    result = benchmark.pedantic(_evaluate, (ours, harmless), rounds=1)
    print(f"\n105 further harmless prompts: {len(result.flagged)} flagged {' '.join(result.flagged)}")


def _evaluate(detect: Detector, prompts: Iterable[LabelledPrompt]) -> Evaluation:
    return evaluate((prompt, detect(prompt.text)) for prompt in prompts)


def _print_summary(name: str, result: Evaluation) -> None:
    total = result.total
    print(
        f"\n{name}: recall {total.recall:.1%} (exact {total.recall_exact:.1%}), "
        f"precision {total.precision:.1%} (type confusion half: {total.precision_lenient:.1%}), "
        f"harmless flagged {len(result.flagged)} of {result.harmless} "
        f"({result.flagged_share:.1%}) {' '.join(result.flagged[:12])}"
    )


def _print_table(heading: str, tallies: dict[str, Tally]) -> None:
    print(f"\n| {heading} | labels | recall | exact | precision | confused | wrong |")
    print("| --- " * 7 + "|")
    for name, tally in tallies.items():
        recall = f"{tally.recall:.1%} | {tally.recall_exact:.1%}" if tally.labels else "- | -"
        findings = tally.right + tally.confused + tally.wrong
        precision = f"{tally.precision:.1%}" if findings else "-"
        row = f"{name} | {tally.labels} | {recall} | {precision} | {tally.confused} | {tally.wrong}"
        print(f"| {row} |")
