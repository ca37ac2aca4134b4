// The working page: what a reader must know of a lesson that runs in a browser, said by JupyterLab's own notifications.
import { files } from "./storage.js";

// (JupyterLab cuts what is longer than 140 letters.)
const AGAIN =
  "Your copy of this lesson. Python has begun anew: choose the cell where you were, then Run, Run All Above Selected Cell.";
const NEWER =
  "This lesson has been published anew since you began it. Fresh copy, on the front page, gives you the new one and keeps yours.";
const ENDLESS = "A running cell cannot be interrupted here. Kernel, Restart Kernel ends it; what it had computed is lost.";

const editions = JSON.parse(document.body.dataset.editions);
const saved = files("readonly", (store) => store.getAllKeys()).catch(() => []); // as it was when the page was opened
const seen = new Set();

async function started() {
  while (!window.jupyterapp) await new Promise((resolve) => setTimeout(resolve, 100));
  await window.jupyterapp.restored;
  return window.jupyterapp;
}

async function welcome(app, panel) {
  const path = panel?.context?.path;
  if (!path?.endsWith(".ipynb") || seen.has(path)) return;
  seen.add(path);
  await panel.context.ready;
  if (!(await saved)?.includes(path)) return;
  tell(app, AGAIN, "info");
  const edition = editions[path]; // of the lesson as it is published now; a notebook of the reader's own has none
  if (edition && panel.context.model.getMetadata("edition") !== edition) tell(app, NEWER, "warning");
}

function tell(app, message, type) {
  app.commands.execute("apputils:notify", { message, type, options: { autoClose: false } });
}

started().then((app) => {
  app.commands.commandExecuted.connect((_, { id }) => {
    if (id === "notebook:interrupt-kernel") tell(app, ENDLESS, "warning");
  });
  const look = () => [...app.shell.widgets("main")].forEach((panel) => welcome(app, panel));
  app.shell.layoutModified.connect(look);
  look();
});
