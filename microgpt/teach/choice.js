// A menu, named by its label to the eye and to a screen reader, that keeps its keys to itself.

function render({ model, el }) {
  const id = `choice-${Math.random().toString(36).slice(2)}`;
  el.classList.add("microgpt-control");
  const label = document.createElement("label");
  const select = document.createElement("select");
  Object.assign(label, { htmlFor: id, textContent: model.get("description") });
  select.id = id;
  select.dataset.lmSuppressShortcuts = "true"; // else JupyterLab takes an arrow for another cell, a letter for a command
  el.append(label, select);

  function fill() {
    select.replaceChildren(...model.get("options").map(([name]) => new Option(name)));
    show();
  }

  function show() {
    select.selectedIndex = model.get("options").findIndex(([, value]) => value === model.get("value"));
  }

  select.addEventListener("change", () => {
    model.set("value", model.get("options")[select.selectedIndex][1]);
    model.save_changes();
  });
  model.on("change:options", fill);
  model.on("change:value", show);
  fill();
  return () => {
    model.off("change:options", fill);
    model.off("change:value", show);
  };
}

export default { render };
