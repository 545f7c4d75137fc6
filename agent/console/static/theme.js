// Runs before the page is drawn, so that no page flashes in the other colours.
"use strict";
{
  const root = document.documentElement;
  root.classList.add("scripted");
  let chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    // Storage is switched off: the system's colours hold.
  }
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
}
