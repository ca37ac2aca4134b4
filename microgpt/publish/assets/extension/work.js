// An extension of JupyterLab: what the working page does and says of its own. JupyterLab asks a script like this one for
// an object with `init` and `get`, and hands over its modules.
(() => {
  const root = document.currentScript.src.replace(/extensions\/.*/, ""); // of the working pages
  const editions = JSON.parse(document.body.dataset.editions);
  let modules;

  // (JupyterLab cuts what is longer than 140 letters.)
  const AGAIN =
    "Your copy of this lesson. Python has begun anew: choose the cell where you were, then Run, Run All Above Selected Cell.";
  const NEWER =
    "This lesson has been published anew since you began it. Fresh copy, on the front page, gives you the new one and keeps yours.";
  const ENDLESS = "A running cell cannot be interrupted here. Kernel, Restart Kernel ends it; what it had computed is lost.";
  const NOTHING = "Nothing was run: there is no Python. Load this page anew, with a network, or choose one in the menu Kernel.";

  function tell(app, message, type) {
    app.commands.execute("apputils:notify", { message, type, options: { autoClose: false } });
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

  // ---- what is said when a lesson is opened ----

  async function welcome(app, panel, saved, seen) {
    const path = panel?.context?.path;
    if (!path?.endsWith(".ipynb") || seen.has(path)) return;
    seen.add(path);
    await panel.context.ready;
    if (!(await saved)?.includes(path)) return;
    tell(app, AGAIN, "info");
    const edition = editions[path]; // of the lesson as it is published now; a notebook of the reader's own has none
    if (edition && panel.context.model.getMetadata("edition") !== edition) tell(app, NEWER, "warning");
  }

  function words(app) {
    const storage = import(`${root}storage.js`);
    const saved = storage.then(({ files }) => files("readonly", (store) => store.getAllKeys())).catch(() => []); // as it was
    const seen = new Set();
    app.commands.commandExecuted.connect((_, { id }) => {
      if (id === "notebook:interrupt-kernel") tell(app, ENDLESS, "warning");
    });
    app.restored.then(() => {
      const look = () => [...app.shell.widgets("main")].forEach((panel) => welcome(app, panel, saved, seen));
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
