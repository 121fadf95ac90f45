"""A headless Chromium on a pair of pipes, asked by its DevTools protocol what a page does.

No driver package and no socket: the browser reads commands on its file descriptor 3 and answers on
4, messages ended by a zero byte.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_HOOK = """
(() => {
  const fired = [];
  Object.defineProperty(window, '__fired', {value: fired});
  const note = (what) => (...given) => { fired.push(what + ': ' + String(given[0]).slice(0, 60)); };
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'fetch', 'eval', 'postMessage'])
    window[name] = note(name);
  for (const name of ['write', 'writeln', 'execCommand']) document[name] = note('document.' + name);
  for (const name of ['log', 'error', 'info', 'warn']) console[name] = note('console.' + name);
  for (const name of ['setTimeout', 'setInterval', 'setImmediate']) window[name] = note(name);
  XMLHttpRequest.prototype.open = note('XMLHttpRequest');
  navigator.sendBeacon = note('sendBeacon');
  window.Function = note('Function');
  window.netsparker = window.xss = window.x = note('named by a payload');
})();
"""
_PROVOKE = """
(() => {
  addEventListener('click', (event) => event.preventDefault(), true);
  addEventListener('submit', (event) => event.preventDefault(), true);
  const kinds = ['mouseover', 'mouseenter', 'focus', 'focusin', 'click', 'load', 'error', 'toggle',
    'animationstart', 'animationend', 'transitionend', 'beforetoggle', 'input', 'change', 'wheel',
    'pointerover', 'pointerrawupdate', 'scroll', 'begin', 'end', 'loadstart', 'start', 'drag'];
  const all = [...document.querySelectorAll('*')];
  for (const one of all) {
    for (const kind of kinds) try { one.dispatchEvent(new Event(kind, {bubbles: true})); } catch {}
    try { one.focus(); } catch {}
  }
  const acting = all.filter((one) => one.tagName.toLowerCase() === 'script'
    || [...one.attributes].some((given) => /^on/i.test(given.name)
      || /^[\\s\\x00-\\x20]*(javascript|data|vbscript):/i.test(given.value)));
  return {fired: [...window.__fired], acting: acting.map((one) => one.outerHTML.slice(0, 120))};
})()
"""


@dataclass(kw_only=True)
class Behaviour:
    """What a page did: calls that were hooked, dialogs, elements that could act, requests."""

    fired: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    acting: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def acted(self) -> bool:
        return bool(self.fired or self.dialogs)


def find_chromium() -> str | None:
    """The path of a browser on this machine, None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Browser:
    """One headless browser with one page; use it in a `with`."""

    def __init__(self, path: str, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "page.html"
        self._count = 0
        self._held = b""
        self._events: list[dict[str, Any]] = []
        reads, self._writes = os.pipe()
        self._reads, writes = os.pipe()
        theirs = [fcntl.fcntl(one, fcntl.F_DUPFD_CLOEXEC, 20) for one in (reads, writes)]
        os.close(reads)
        os.close(writes)
        self._process = subprocess.Popen(
            [
                path, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", "--disable-component-update",
                "--disable-dev-shm-usage", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND",
                f"--user-data-dir={folder / 'profile'}", "--remote-debugging-pipe", "about:blank",
            ],
            preexec_fn=lambda: [os.dup2(one, at) for at, one in enumerate(theirs, 3)] and None,
            close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for one in theirs:
            os.close(one)
        self._session = ""

    def __enter__(self) -> Self:
        targets = self._ask("Target.getTargets")["targetInfos"]
        page = next(one["targetId"] for one in targets if one["type"] == "page")
        attached = self._ask("Target.attachToTarget", targetId=page, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self._ask(f"{domain}.enable")
        self._ask("Page.addScriptToEvaluateOnNewDocument", source=_HOOK)
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._writes)
        self._process.kill()
        self._process.wait()
        os.close(self._reads)

    def show(self, page: str) -> Behaviour:
        """Load a page, provoke all that stands on it, and tell what it did."""
        self._file.write_text(page, encoding="utf-8")
        self._events.clear()
        self._ask("Page.navigate", url=self._file.as_uri())
        self._await("Page.loadEventFired", seconds=20)
        answer = self._ask("Runtime.evaluate", expression=_PROVOKE, returnByValue=True)
        self._ask("Runtime.evaluate", expression="1")
        left = {"fired": ["the page was left for another"], "acting": []}
        value = answer.get("result", {}).get("value", left)
        return Behaviour(
            fired=value["fired"],
            acting=value["acting"],
            dialogs=[one["message"] for one in self._named("Page.javascriptDialogOpening")],
            requests=[
                url
                for one in self._named("Network.requestWillBeSent")
                if (url := one["request"]["url"]) != self._file.as_uri()
            ],
        )

    def picture(self, page: str, fragment: str = "") -> bytes:
        """A PNG of the window once a page is loaded, at a fragment, and has come to rest."""
        self._file.write_text(page, encoding="utf-8")
        self._events.clear()
        self._ask("Page.navigate", url="about:blank")
        self._await("Page.loadEventFired", seconds=20)
        self._events.clear()
        self._ask("Page.navigate", url=self._file.as_uri() + fragment)
        self._await("Page.loadEventFired", seconds=20)
        rest = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        self._ask("Runtime.evaluate", expression=rest, awaitPromise=True)
        return base64.b64decode(self._ask("Page.captureScreenshot", format="png")["data"])

    def value(self, expression: str) -> Any:
        """What an expression gives on the page that is shown."""
        answer = self._ask("Runtime.evaluate", expression=expression, returnByValue=True)
        return answer.get("result", {}).get("value")

    def _named(self, method: str) -> list[dict[str, Any]]:
        return [one["params"] for one in self._events if one.get("method") == method]

    def _await(self, method: str, *, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._named(method):
            if (message := self._receive(until)) is None:
                return
            self._events.append(message)

    def _ask(self, method: str, **parameters: Any) -> Any:
        self._count += 1
        asked = {"id": self._count, "method": method, "params": parameters}
        if self._session:
            asked["sessionId"] = self._session
        os.write(self._writes, json.dumps(asked).encode("utf-8") + b"\0")
        until = time.monotonic() + 60
        while (message := self._receive(until)) is not None:
            if message.get("id") == self._count:
                return message.get("result", {})
            self._events.append(message)
            if message.get("method") == "Page.javascriptDialogOpening":
                self._dismiss()
        raise TimeoutError(f"The browser did not answer {method}.")

    def _dismiss(self) -> None:
        """Close a dialog without waiting for the answer, which comes between others."""
        asked = {"id": -1, "method": "Page.handleJavaScriptDialog", "params": {"accept": False}}
        asked["sessionId"] = self._session
        os.write(self._writes, json.dumps(asked).encode("utf-8") + b"\0")

    def _receive(self, until: float) -> dict[str, Any] | None:
        while b"\0" not in self._held:
            ready, _, _ = select.select([self._reads], [], [], max(0.0, until - time.monotonic()))
            data = os.read(self._reads, 65536) if ready else b""
            if not data:
                return None
            self._held += data
        message, _, self._held = self._held.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found
