// A range input over a list of numbers. Its label names it, to the eye and to a screen reader; the number beside it can
// be typed; marked numbers have a tick with the number below it; with an interval, a button plays through the list.

const THUMB = 16; // pixels: the handle never leaves the track, so the ticks are set in by half of it

function render({ model, el }) {
  let stops = model.get("stops");
  const name = model.get("description");
  const id = `slider-${Math.random().toString(36).slice(2)}`;
  el.classList.add("microgpt-control");

  const label = add("label", { htmlFor: id, textContent: name });
  const track = add("div", { className: "track" });
  const range = add("input", { id, type: "range", min: 0, max: stops.length - 1, step: 1 }, track);
  range.dataset.lmSuppressShortcuts = "true"; // the arrow keys belong to the slider, not to the notebook
  for (const number of model.get("marked")) {
    const share = stops.indexOf(number) / (stops.length - 1);
    const tick = add("span", { className: "tick", textContent: number, ariaHidden: "true" }, track);
    tick.style.left = `calc(${share} * (100% - ${THUMB}px) + ${THUMB / 2}px)`;
  }
  const typed = add("input", { type: "text", inputMode: "decimal", ariaLabel: `${name}, as a number` });

  function add(kind, properties, parent = el) {
    return parent.appendChild(Object.assign(document.createElement(kind), properties));
  }

  function show() {
    const value = model.get("value");
    range.value = stops.indexOf(value);
    range.ariaValueText = typed.value = String(value);
  }

  function choose(value) {
    model.set("value", value);
    model.save_changes();
  }

  function take() {
    const number = Number.parseFloat(typed.value.replace(",", "."));
    const inside = Math.min(Math.max(number, stops[0]), stops.at(-1));
    const away = (stop) => Math.abs(stop - inside);
    if (!Number.isNaN(number)) choose(stops.reduce((best, stop) => (away(stop) < away(best) ? stop : best)));
    show();
  }

  range.addEventListener("input", () => choose(stops[range.valueAsNumber]));
  typed.addEventListener("change", take);
  typed.addEventListener("keydown", (event) => event.key === "Enter" && take()); // JupyterLab lets no change follow it
  function lengthen() {
    stops = model.get("stops");
    range.max = stops.length - 1;
    show();
  }
  model.on("change:value", show);
  model.on("change:stops", lengthen);
  show();
  const end = model.get("interval") ? player(add("button", { className: "jupyter-button" })) : () => {};

  function player(button) {
    let timer = null;
    function pause() {
      clearInterval(timer);
      timer = null;
      button.textContent = "play";
    }
    function next() {
      const at = stops.indexOf(model.get("value"));
      if (at + 1 < stops.length) choose(stops[at + 1]);
      if (at + 2 >= stops.length) pause();
    }
    button.addEventListener("click", () => {
      if (timer) return pause();
      if (model.get("value") === stops.at(-1)) choose(stops[0]);
      timer = setInterval(next, model.get("interval"));
      button.textContent = "pause";
    });
    pause();
    return pause;
  }

  return () => {
    model.off("change:value", show);
    model.off("change:stops", lengthen);
    end();
  };
}

export default { render };
