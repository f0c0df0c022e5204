"""A real browser, without a window."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")

PATIENCE = 30.0
"""Seconds to wait for what a page should show."""


class Browser:
    """Chromium, with what these tests ask of it."""

    def __init__(self, driver: Chrome) -> None:
        self.driver = driver

    def open(self, address: str) -> None:
        """Open a page, and wait for all of it: the driver sometimes comes back too early."""
        self.driver.get(address)
        wait = WebDriverWait(self.driver, PATIENCE, 0.05)
        wait.until(lambda _: self.ask("document.readyState") == "complete")

    def text(self, selector: str) -> str:
        """Return the text of the first element."""
        return str(self.driver.find_element(By.CSS_SELECTOR, selector).text)

    def texts(self, selector: str) -> list[str]:
        """Return the texts of all elements."""
        return [each.text for each in self.driver.find_elements(By.CSS_SELECTOR, selector)]

    def ask(self, script: str) -> Any:
        """Return the value of an expression."""
        return self.driver.execute_script(f"return {script}")

    def click(self, link: str) -> None:
        """Click the link with a text."""
        self.driver.find_element(By.PARTIAL_LINK_TEXT, link).click()

    def press(self, *keys: str) -> None:
        """Press keys, wherever the focus is."""
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def shows(self, selector: str, words: str) -> bool:
        """Wait until an element has these words. Raises `TimeoutException` if it never has."""
        ignored = (Exception,)  # the element is being replaced
        wait = WebDriverWait(self.driver, PATIENCE, 0.05, ignored_exceptions=ignored)
        return bool(wait.until(lambda _: words in self.text(selector)))

    def prefer(self, **media: str) -> None:
        """Set what the reader prefers, such as `scheme="dark"`."""
        features = [
            {"name": f"prefers-color-{name}", "value": value} for name, value in media.items()
        ]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def printed(self) -> str:
        """Return the page as a PDF, in base64."""
        options = {"preferCSSPageSize": True}
        return str(self.driver.execute_cdp_cmd("Page.printToPDF", options)["data"])

    def complaints(self) -> list[str]:
        """Return the errors in the console since the last time."""
        return [str(each["message"]) for each in self.driver.get_log("browser")]  # type: ignore[no-untyped-call]


@contextmanager
def browser() -> Iterator[Browser]:
    """Start a browser. Without one the test is skipped; in CI it fails."""
    binary = next(filter(None, map(shutil.which, _BROWSERS)), None)
    driver = shutil.which("chromedriver")
    if not (binary and driver):
        why = "there is no Chromium with its driver here (Debian: chromium, chromium-driver)"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    options = ChromeOptions()
    options.binary_location = str(binary)
    for option in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1500,900"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with Chrome(options, ChromeService(driver)) as started:
        yield Browser(started)
