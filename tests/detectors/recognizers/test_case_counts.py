"""Each entity type keeps at least twenty positives and twenty near misses, all with spans."""

from collections import Counter
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from detectors.recognizers import ALL, Recognizer
from detectors.recognizers.known_person import KnownPersonRecognizer

LEAST = 20
RECOGNIZERS: tuple[type[Recognizer], ...] = (*ALL, KnownPersonRecognizer)
TYPES = sorted({kind for recognizer in RECOGNIZERS for kind in recognizer.entities})


@pytest.fixture(scope="module")
def counts() -> tuple[Counter[str], Counter[str]]:
    """Positives that mark a span, and near misses that mark none, by the type their module names."""
    positives: Counter[str] = Counter()
    misses: Counter[str] = Counter()
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        module = _read(path)
        kind = (module.__doc__ or "").partition(":")[0]
        cases = {kind: (getattr(module, "POSITIVES", ()), getattr(module, "NEAR_MISSES", ()))}
        for name, (found, missed) in getattr(module, "CASES", cases).items():
            positives[name] += len({case for case in found if "[[" in case})
            misses[name] += len({case for case in missed if case and "[[" not in case})
    return positives, misses


def _read(path: Path) -> ModuleType:
    spec = spec_from_file_location(f"cases_of_{path.stem}", path)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("kind", TYPES)
def test_type_has_enough_cases(counts: tuple[Counter[str], Counter[str]], kind: str) -> None:
    """Twenty different texts in which it is found, and twenty in which it is not."""
    positives, misses = counts
    assert positives[kind] >= LEAST
    assert misses[kind] >= LEAST


def test_all_types_are_counted() -> None:
    """The types of the contract are those that recognizers name."""
    assert len(TYPES) == 26
