// The front page: what the reader has done, and a fresh copy of a lesson. All of it lies in this browser's own storage.
import { files } from "./storage.js";

const SIGNS = { solved: "●", "solved with help": "◐", tried: "○" };

// A file as JupyterLite keeps it: as an object, as text, or, where Python wrote it, in base 64.
function parsed(content) {
  if (typeof content !== "string") return content;
  if (content.trimStart().startsWith("{")) return JSON.parse(content);
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))));
}

async function showMarks() {
  const file = await files("readonly", (store) => store.get("notebooks/progress.json"));
  if (!file) return;
  const notes = parsed(file.content);
  for (const [lesson, kinds] of Object.entries(notes.lessons)) {
    const place = document.querySelector(`[data-lesson="${lesson}"] .marks`);
    const marks = Object.entries(kinds.exercises || {}).map(([name, entry]) => `${SIGNS[entry.state] || "○"} ${name}`);
    if (place) place.textContent = marks.join("  ");
  }
}

// Put the reader's own copy aside, under the first name that is free; that name, or undefined where there is none.
async function putAside(name) {
  const mine = await files("readonly", (store) => store.get(`notebooks/${name}`));
  if (!mine) return undefined;
  const taken = await files("readonly", (store) => store.getAllKeys());
  let number = 1;
  const free = () => name.replace(".ipynb", `_mine${number}.ipynb`);
  while (taken.includes(`notebooks/${free()}`)) number += 1;
  const aside = { ...mine, name: free(), path: `notebooks/${free()}` };
  await files("readwrite", (store) => store.put(aside, aside.path));
  await files("readwrite", (store) => store.delete(mine.path));
  return aside.name;
}

for (const button of document.querySelectorAll("button[data-notebook]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const aside = await putAside(button.dataset.notebook);
    button.textContent = aside ? `done; yours is now ${aside}` : "it is as new";
  });
}
showMarks().catch(() => {}); // no storage: no marks
