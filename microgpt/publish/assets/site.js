// The front page: what the reader has done, and a fresh copy of a lesson. All of it lies in this browser's own storage.
import { files } from "./storage.js";

const QUESTION = "Begin this lesson anew? Your own copy is kept under another name, and your marks stay.";
const OPEN = "Nothing was changed: this lesson is open in another tab. Close that tab first.";
const CLOSING = 3000; // milliseconds that a tab may take to close

// A file as JupyterLite keeps it: as an object, as text, or, where Python wrote it, in base 64.
function parsed(content) {
  if (typeof content !== "string") return content;
  if (content.trimStart().startsWith("{")) return JSON.parse(content);
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))));
}

async function showMarks() {
  const file = await files("readonly", (store) => store.get("notebooks/progress.json"));
  if (!file) return;
  for (const [lesson, kinds] of Object.entries(parsed(file.content).lessons)) {
    const place = document.querySelector(`[data-lesson="${lesson}"] .marks`);
    const names = Object.groupBy(Object.entries(kinds.exercises || {}), ([, entry]) => entry.state || "tried");
    const told = Object.entries(names).map(([state, entries]) => `${state}: ${entries.map(([name]) => name).join(", ")}`);
    if (place && told.length) place.textContent = `Exercises ${told.join("; ")}`;
  }
}

const kept = async () => (await files("readonly", (store) => store.getAllKeys())) ?? [];
const pathOf = (name) => `notebooks/${name}.ipynb`;

// What the reader has of a lesson: a button where there is a copy, links to those that were put aside.
async function showCopies(item) {
  const keys = await kept();
  const { name } = item.dataset;
  const aside = keys.filter((key) => key.startsWith(`notebooks/${name}_mine`)).map((key) => key.slice(10, -6));
  item.querySelector("button").hidden = !keys.includes(pathOf(name));
  item.querySelector(".aside").replaceChildren(...(aside.length ? ["Put aside: "] : []), ...aside.flatMap((one) => [link(one), " "]));
}

function link(name) {
  const made = document.createElement("a");
  made.href = new URL(`lab/index.html?path=${pathOf(name)}&workspace=${name}`, import.meta.url);
  made.textContent = name;
  return made;
}

// Give a notebook another name, unless one of them stays open in a tab or the new name is taken; whether that was done.
async function renamed(old, name) {
  const done = async () => {
    if ((await kept()).includes(pathOf(name))) return false;
    const file = await files("readonly", (store) => store.get(pathOf(old)));
    await files("readwrite", (store) => store.put({ ...file, name: `${name}.ipynb`, path: pathOf(name) }, pathOf(name)));
    await files("readwrite", (store) => store.delete(pathOf(old)));
    return true;
  };
  if (!navigator.locks) return done();
  const alone = (path, next) => navigator.locks.request(`microgpt/${path}`, { signal: AbortSignal.timeout(CLOSING) }, next);
  return alone(pathOf(old), () => alone(pathOf(name), done)).catch((error) => {
    if (error.name !== "TimeoutError") throw error;
    return false;
  });
}

async function fresh(item) {
  if (!window.confirm(QUESTION)) return;
  const { name } = item.dataset;
  const keys = await kept();
  let number = 1;
  while (keys.includes(pathOf(`${name}_mine${number}`))) number += 1;
  const aside = `${name}_mine${number}`;
  const undo = document.createElement("button");
  undo.textContent = "undo";
  undo.addEventListener("click", async () => {
    tell(item, (await renamed(aside, name)) ? "Your copy is back." : "Nothing was changed: there is a newer copy, or one is open in a tab.");
  });
  tell(item, ...((await renamed(name, aside)) ? [`The lesson is as new. Your copy is ${aside} now. `, undo] : [OPEN]));
}

function tell(item, ...words) {
  item.querySelector("[role=status]").replaceChildren(...words);
  return showCopies(item);
}

const items = [...document.querySelectorAll("[data-name]")];
function show() {
  showMarks().catch(() => {}); // no storage: no marks, no copies
  for (const item of items) showCopies(item).catch(() => {});
}
for (const item of items) item.querySelector("button").addEventListener("click", () => fresh(item));
document.addEventListener("visibilitychange", show); // whoever comes back from a lesson has other marks
show();
