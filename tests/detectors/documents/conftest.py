"""One document of each kind, with the same number in every place that can hold text."""

import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.detectors.documents import office_samples, old_samples, text_samples
from tests.detectors.documents.sample import BSN, Sample


def all_samples() -> dict[str, Sample]:
    """Every sample by the name of its maker."""
    makers = {**vars(office_samples), **vars(old_samples), **vars(text_samples)}
    found = {name.removeprefix("make_"): make for name, make in makers.items() if name.startswith("make_")}
    return {name: make() for name, make in sorted(found.items())}


@pytest.fixture(scope="session")
def samples() -> dict[str, Sample]:
    """Every sample, made once."""
    return all_samples()


@pytest.fixture(scope="session")
def picture() -> Image.Image:
    """A scan of one line of text."""
    image = Image.new("RGB", (900, 200), "white")
    font = ImageFont.load_default(48)
    ImageDraw.Draw(image).text((20, 60), f"Werknemer Jan BSN {BSN}", fill="black", font=font)
    return image
