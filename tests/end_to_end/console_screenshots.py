"""Pictures of every page of the console, in Dutch, light and dark, on a desk and a phone, for eyes to judge.

    python tests/end_to_end/console_screenshots.py FOLDER

starts a guard with ten made-up weeks in it. `make pictures` writes to `build/console`.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from console_traffic import fill
from console_visits import PAGES, Visitor, chromium, give_accounts, visit
from running import start

from agent.record.keys import pseudonym_key
from agent.record.pseudonym import load_pseudonyms
from agent.record.store import Store

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
LOOKS: dict[str, dict[str, Any]] = {
    "desk-light": {"viewport": DESK, "color_scheme": "light"},
    "desk-dark": {"viewport": DESK, "color_scheme": "dark"},
    "phone-light": {"viewport": PHONE, "color_scheme": "light", "device_scale_factor": 2},
    "phone-dark": {"viewport": PHONE, "color_scheme": "dark", "device_scale_factor": 2},
}
SETTINGS = "organisation: {name: Gemeente Voorbeeld, contact: privacy@voorbeeld.nl}\nworkers: 1\n"
SYSTEM = "/register/system?service=chatgpt"


def main(folder: Path) -> None:
    """Take all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "schaduwwacht.yaml").write_text(SETTINGS)
        running = start(place, "--config", place / "schaduwwacht.yaml")
        try:
            database = running.data_dir / "schaduwwacht.db"
            with Store.open(database) as store:
                fill(store, load_pseudonyms(pseudonym_key(running.data_dir)))
            give_accounts(database)
            with chromium() as browser:
                for look, options in LOOKS.items():
                    with visit(browser, running.console, **options) as visitor:
                        take(visitor, folder, look)
        finally:
            running.stop()


def take(visitor: Visitor, folder: Path, look: str) -> None:
    """Pictures of all pages in one look."""
    visitor.go("/sign-in")
    visitor.page.screenshot(path=folder / f"sign-in-{look}.png", full_page=True)
    visitor.sign_in("alles")
    shown = {path.strip("/").replace("/", "-") or "overview": path for path in PAGES}
    shown["system"] = SYSTEM
    for name, start_of in (("incident", "/incidents/INC"), ("decision", "/policy/decisions/0")):
        visitor.go(start_of.rpartition("/")[0])
        shown[name] = visitor.page.locator(f'a[href^="{start_of}"]').first.get_attribute("href") or "/"
    for name, path in shown.items():
        visitor.go(path)
        visitor.page.screenshot(path=folder / f"{name}-{look}.png", full_page=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
