// Follows the runs: fetches the page again when a run has ended, and changes what has changed.
"use strict";

const page = () => document.getElementById("page");
let chosen = new URLSearchParams(location.search).get("scenario");
let newest = 0;

// Returns whether the page was there: the command may have ended.
async function show() {
  const own = ++newest;
  const address = "./" + (chosen ? "?scenario=" + encodeURIComponent(chosen) : "");
  const read = (answer) => (answer.ok ? answer.text() : null);
  const text = await fetch(address).then(read).catch(() => null);
  document.getElementById("lost").hidden = text !== null;
  if (text === null) return false;
  if (own !== newest) return true; // a later answer was faster
  const next = new DOMParser().parseFromString(text, "text/html");
  const places = [...document.querySelectorAll(".picture")].map((each) => [each.scrollLeft, each.scrollTop]);
  const open = [...document.querySelectorAll("details")].map((each) => each.open);
  const focused = document.activeElement?.dataset?.number;
  const scrolled = [scrollX, scrollY];
  page().replaceWith(next.getElementById("page"));
  document.title = next.title;
  document.querySelectorAll("details").forEach((each, at) => (each.open = open[at] ?? false));
  document.querySelectorAll(".picture").forEach((each, at) => each.scrollTo(...(places[at] ?? [0, 0])));
  if (focused) document.querySelector(`a[data-number="${focused}"]`)?.focus({ preventScroll: true });
  scrollTo(...scrolled);
  return true;
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-number]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  chosen = link.dataset.number;
  if (await show()) history.pushState(null, "", link.getAttribute("href"));
});

addEventListener("popstate", () => {
  chosen = new URLSearchParams(location.search).get("scenario");
  show();
});

document.addEventListener("keydown", (event) => {
  const notes = [...document.querySelectorAll(".note")];
  const at = notes.indexOf(document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1 }[event.key];
  if (at < 0 || to === undefined || !notes[to]) return;
  event.preventDefault();
  notes[to].focus();
});

const source = new EventSource("events");
source.onmessage = show;
source.onopen = () => (document.getElementById("lost").hidden = true);
source.onerror = () => (document.getElementById("lost").hidden = false);
