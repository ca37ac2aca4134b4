// An extension of JupyterLab: what the working page does and says of its own. JupyterLab asks a script like this one for
// an object with `init` and `get`, and hands over its modules.
(() => {
  const root = document.currentScript.src.replace(/extensions\/.*/, ""); // of the working pages
  const editions = JSON.parse(document.body.dataset.editions);
  const NARROW = 800; // pixels: beside the list of files, a lesson would have less than half of it
  let modules;

  // (NAME: of the notebook. JupyterLab cuts what is longer than 140 letters.)
  const AGAIN = "NAME is your saved copy. Python is empty: choose the cell where you were, then Run, Run All Above Selected Cell.";
  const EMPTY = "NAME: Python is empty again. Choose the cell where you were, then Run, Run All Above Selected Cell.";
  const NEWER = "NAME was published anew since you began it. Fresh copy, in All lessons, gives you the new one and keeps yours.";
  const TWICE = "NAME is open in another tab too. Work in one alone: each has a Python of its own, and both save to one file.";
  const ENDLESS = "A running cell cannot be interrupted here. Kernel, Restart Kernel ends it; what it had computed is lost.";
  const NOTHING = "Nothing was run: there is no Python. Load this page anew, with a network, or choose one in the menu Kernel.";

  const said = new Map(); // message -> the number of its notification: what is said again is seen once
  function tell(app, message, type) {
    const asked = { message, type, options: { autoClose: false } };
    const before = said.get(message);
    const after = async () => {
      const id = await before;
      const there = id && (await app.commands.execute("apputils:update-notification", { id, ...asked }));
      return there ? id : app.commands.execute("apputils:notify", asked);
    };
    said.set(message, after());
  }

  // ---- what is run waits until Python is there; JupyterLab itself would empty the cells ----

  const executor = (app, runCell) => ({
    runCell: async (asked) => {
      const { cell, sessionContext } = asked;
      if (cell.model.type === "code" && !sessionContext.session?.kernel) {
        cell.model.executionState = "running"; // shown as [*]
        await sessionContext.ready;
        cell.model.executionState = "idle";
        if (!sessionContext.session?.kernel) {
          tell(app, NOTHING, "error");
          return false;
        }
      }
      return runCell(asked);
    },
  });

  // ---- what is said of an open notebook ----

  async function follow(app, panel, saved) {
    const { path, model, ready } = panel.context;
    const tellOf = (words, type) => tell(app, words.replace("NAME", path.split("/").pop().replace(".ipynb", "")), type);
    panel.sessionContext.statusChanged.connect((_, status) => {
      if (status === "restarting") tellOf(EMPTY, "info");
    });
    if (await held(path, panel)) tellOf(TWICE, "warning");
    await ready;
    if (!(await saved).includes(path)) return;
    tellOf(AGAIN, "info");
    inWords(model);
    const edition = editions[path]; // of the lesson as it is published now; a notebook of the reader's own has none
    if (edition && model.getMetadata("edition") !== edition) tellOf(NEWER, "warning");
  }

  // What was to be moved when it was saved cannot be moved without its Python: its words stand there until it is run again.
  function inWords(model) {
    const still = ({ data, ...output }) => {
      const { "application/vnd.jupyter.widget-view+json": moving, ...words } = data ?? {};
      return data ? { ...output, data: words } : output;
    };
    for (const cell of model.cells) cell.outputs?.fromJSON(cell.outputs.toJSON().map(still));
    model.dirty = false; // whoever only looks saves nothing
  }

  // Hold the lock of a file while its notebook is open: the front page moves none that is held. Whether another tab has it too.
  async function held(path, panel) {
    const name = `microgpt/${path}`;
    const before = (await navigator.locks?.query())?.held ?? []; // (browsers know locks where the address begins with https)
    navigator.locks?.request(name, { mode: "shared" }, () => new Promise((free) => panel.disposed.connect(free)));
    return before.some((lock) => lock.name === name);
  }

  function words(app) {
    const storage = import(`${root}storage.js`);
    const saved = storage.then(({ files }) => files("readonly", (store) => store.getAllKeys())).catch(() => undefined);
    const followed = new Set();
    let room = window.innerWidth >= NARROW;
    app.commands.commandExecuted.connect((_, { id, result }) => {
      if (id === "notebook:interrupt-kernel") tell(app, ENDLESS, "warning");
      if (id === "docmanager:show-in-file-browser" && !room) {
        room = true; // who asks for the list of files gets it; JupyterLab shows it with each address that names a file
        result.then(() => app.shell.collapseLeft());
      }
    });
    app.commands.addCommand("microgpt:lessons", {
      label: "All lessons",
      execute: () => window.location.assign(`${root}../index.html`),
    });
    app.restored.then(() => {
      const look = () => {
        for (const panel of app.shell.widgets("main")) {
          if (!panel.context?.path.endsWith(".ipynb") || followed.has(panel)) continue;
          followed.add(panel);
          follow(app, panel, saved.then((keys) => keys ?? [])); // as it was when the page was opened
        }
      };
      app.shell.layoutModified.connect(look);
      look();
    });
  }

  const plugins = ({ INotebookCellExecutor, runCell }) => [
    { id: "microgpt:cells", autoStart: true, provides: INotebookCellExecutor, activate: (app) => executor(app, runCell) },
    { id: "microgpt:words", autoStart: true, activate: words },
  ];

  async function module(name) {
    const [version] = Object.values(modules[name]);
    return (await version.get())();
  }

  window._JUPYTERLAB.microgpt = {
    init: (scope) => (modules = scope),
    get: async () => {
      const made = plugins(await module("@jupyterlab/notebook"));
      return () => made;
    },
  };
})();
