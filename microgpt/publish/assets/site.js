// The front page: what the reader has done, and a fresh copy of a lesson. All of it lies in this browser's own storage.
const storage = document.body.dataset.storage;
const SIGNS = { solved: "●", "solved with help": "◐", tried: "○" };

async function files(mode, use) {
  const known = await indexedDB.databases();
  if (!known.some((one) => one.name === storage)) return undefined;
  const base = await answered(indexedDB.open(storage));
  try {
    if (!base.objectStoreNames.contains("files")) return undefined;
    return await answered(use(base.transaction("files", mode).objectStore("files")));
  } finally {
    base.close();
  }
}

function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

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

for (const button of document.querySelectorAll("button[data-notebook]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await files("readwrite", (store) => store.delete(`notebooks/${button.dataset.notebook}`));
    button.textContent = "done: it is as new";
  });
}
showMarks().catch(() => {}); // no storage: no marks
