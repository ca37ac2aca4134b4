// A forward pass to be walked through. Python says all that is shown (`seen`), and is told what is wished for (`wish`).
// What comes from a name or a model is only ever text: the picture is parsed as SVG, and everything else is textContent.

const SVG = "image/svg+xml";
const HINT = "Press a box, or a line of the outline, to see what is in it.";
const MOVE = "Press a weight to move it.";

function render({ model, el }) {
  let number = 0; // of the last wish
  let waiting = null; // for its answer: what is to be wished for next
  let busy = false;
  let keyed = false; // whether what is being done is done by keyboard; then the focus goes on to the weight that is chosen
  let toMover = false;
  el.classList.add("microgpt-walk");

  const add = (kind, properties = {}, parent = el) => parent.appendChild(Object.assign(document.createElement(kind), properties));
  const bar = add("div", { className: "bar" });
  const text = labelled("text", add("input", { type: "text", size: 14 }, add("label", { textContent: "text " }, bar)));
  const asked = labelled("boxes show", add("select", {}, add("label", { textContent: "boxes show " }, bar)));
  asked.replaceChildren(...model.get("asked").map((word) => new Option(word)));
  const states = model.get("states");
  const training = add("label", { textContent: "training ", hidden: states.length < 2 }, bar);
  const step = labelled("training", add("input", { type: "range", min: 0, max: states.length - 1 }, training));
  const state = add("output", {}, training);
  const trail = add("nav", { ariaLabel: "trail" });
  const said = add("p", { className: "said", role: "status" });
  said.setAttribute("role", "status");
  const mover = add("div", { className: "mover" });
  const moved = add("span", {}, mover);
  const range = labelled("the weight", add("input", { type: "range" }, mover));
  const typed = labelled("the weight, as a number", add("input", { type: "text", inputMode: "decimal", size: 8 }, mover));
  const back = add("button", { className: "jupyter-button", textContent: "put back" }, mover);
  const under = add("p", { className: "under" });
  const sides = add("div", { className: "sides" });
  const tree = add("ul", { className: "tree" }, sides);
  tree.setAttribute("role", "tree");
  tree.ariaLabel = "outline";
  const picture = add("div", { className: "picture" }, sides);
  const line = add("code", { className: "line" });

  function labelled(name, control) {
    control.ariaLabel = name;
    control.dataset.lmSuppressShortcuts = "true"; // the keys belong to the control, not to the notebook
    return control;
  }

  function wish(word, value = null) {
    waiting = { word, value };
    if (!busy) send();
  }

  function choose(weight) {
    toMover = keyed;
    wish("choose", weight);
  }

  function send() {
    busy = true;
    number += 1;
    model.set("wish", { ...waiting, number });
    waiting = null;
    model.save_changes();
  }

  // ---- what is shown ----

  let seen = {};

  function show() {
    const before = seen;
    seen = model.get("seen");
    const focused = remembered();
    text.value = seen.view.text;
    asked.value = seen.view.asked;
    const more = waiting || (seen.number && number !== seen.number); // wishes that are not answered yet
    if (document.activeElement !== step || !more) step.value = seen.view.step;
    step.ariaValueText = state.textContent = seen.state;
    said.textContent = seen.error ? `⚠ ${seen.error}` : seen.said;
    said.classList.toggle("wrong", Boolean(seen.error));
    line.textContent = seen.line;
    showTrail();
    if (seen.tree !== before.tree) showTree();
    if (seen.picture !== before.picture) showPicture();
    for (const node of picture.querySelectorAll("g.node")) node.classList.toggle("chosen", Boolean(seen.weight) && node.dataset.spot === seen.weight.name);
    showMover(before, more);
    restore(focused);
    if (number === seen.number || !seen.number) busy = false;
    if (!busy && waiting) send();
    else if (!busy && toMover) {
      toMover = false;
      if (seen.weight) range.focus();
    }
  }

  function showTrail() {
    trail.replaceChildren();
    const steps = [[seen.view.text, ""], ...seen.trail];
    steps.forEach(([word, opens], i) => {
      const last = i === steps.length - 1;
      const button = add("button", { textContent: word || "(no letters)", title: opens || "everything", disabled: last }, trail);
      button.dataset.lmSuppressShortcuts = "true";
      button.dataset.opens = opens;
      if (last) button.ariaCurrent = "true";
      button.addEventListener("click", () => wish("open", opens));
    });
  }

  function showTree() {
    tree.replaceChildren();
    for (const row of seen.tree) {
      const item = add("li", { textContent: row.name, tabIndex: -1 }, tree);
      item.setAttribute("role", "treeitem");
      item.ariaLevel = String(row.depth + 1);
      item.style.paddingLeft = `${row.depth * 12 + 18}px`;
      if (row.open !== null) item.ariaExpanded = String(row.open);
      item.dataset.opens = row.opens;
      item.dataset.weight = row.weight;
      item.dataset.lmSuppressShortcuts = "true";
      item.ariaSelected = String(row.weight ? row.weight === seen.view.weight : row.opens === seen.view.open);
      item.addEventListener("click", () => {
        keyed = false;
        use(row);
      });
      item.addEventListener("keydown", (event) => walkTree(event, item, row));
    }
    const here = tree.querySelector("[aria-selected=true]") || tree.firstChild;
    if (here) {
      here.tabIndex = 0;
      const room = tree.clientHeight;
      if (here.offsetTop < tree.scrollTop || here.offsetTop > tree.scrollTop + room - 24) tree.scrollTop = here.offsetTop - room / 3;
    }
  }

  function use(row) {
    if (row.weight) choose(row.weight);
    else if (row.opens === seen.view.open) wish("close");
    else wish("open", row.opens);
  }

  function walkTree(event, item, row) {
    const key = event.key;
    keyed = true;
    const step = { ArrowDown: item.nextSibling, ArrowUp: item.previousSibling, Home: tree.firstChild, End: tree.lastChild }[key];
    const open = row.open === true;
    if (step) focusOn(step, item);
    else if (key === "Enter" || key === " ") row.weight || !open ? use(row) : wish("open", row.opens);
    else if (key === "ArrowRight") open ? item.nextSibling && focusOn(item.nextSibling, item) : row.open === false && use(row);
    else if (key === "ArrowLeft") open ? wish("open", parentOf(row.opens)) : focusOn(above(item), item);
    else if (key === "Backspace" || key === "Escape") wish("close");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const parentOf = (name) => name.slice(0, Math.max(name.lastIndexOf(name.endsWith("]") ? "[" : "/"), 0));

  function above(item) {
    let other = item.previousSibling;
    while (other && Number(other.ariaLevel) >= Number(item.ariaLevel)) other = other.previousSibling;
    return other || item;
  }

  function focusOn(item, from) {
    from.tabIndex = -1;
    item.tabIndex = 0;
    item.focus();
  }

  function showPicture() {
    const scrolled = [picture.scrollLeft, picture.scrollTop];
    const parsed = new DOMParser().parseFromString(seen.picture || "<svg xmlns='http://www.w3.org/2000/svg'/>", SVG).documentElement;
    const svg = document.importNode(parsed, true);
    svg.setAttribute("role", "group");
    for (const link of svg.querySelectorAll("a")) link.replaceWith(...link.childNodes); // its tooltips are said below
    for (const node of svg.querySelectorAll("g.node, g.edge, g.graph")) {
      const title = node.querySelector(":scope > title, :scope > g > title");
      const spot = seen.spots[title?.textContent];
      title?.remove();
      if (node.classList.contains("node") && spot) dress(node, spot);
    }
    const spots = Object.values(seen.spots);
    const open = seen.view.open && spots.find((spot) => spot.name === seen.view.open);
    const movable = !seen.weight && spots.some((spot) => spot.weight);
    under.textContent = open ? `${open.words}${movable ? `. ${MOVE}` : ""}` : HINT;
    picture.replaceChildren(svg);
    [picture.scrollLeft, picture.scrollTop] = scrolled;
    picture.hidden = !seen.picture;
    reveal([...svg.querySelectorAll("g.node")].find((node) => node.dataset.spot === seen.view.open));
  }

  function reveal(node) {
    const [frame, room] = [node?.getBoundingClientRect(), picture.getBoundingClientRect()];
    if (frame && (frame.left < room.left || frame.right + 200 > room.right)) picture.scrollLeft += frame.left - room.left - room.width / 3;
    if (frame && (frame.top < room.top || frame.bottom > room.bottom)) picture.scrollTop += frame.top - room.top - room.height / 3;
  }

  function dress(node, spot) {
    const acts = spot.weight || spot.closes || (spot.opens && spot.opens !== seen.view.open);
    node.setAttribute("role", acts ? "button" : "img");
    node.setAttribute("aria-label", spot.words);
    node.setAttribute("tabindex", spot.small ? "-1" : "0");
    node.dataset.spot = spot.weight || spot.name;
    node.dataset.lmSuppressShortcuts = "true";
    node.classList.toggle("acts", Boolean(acts));
    const act = () => acts && (spot.weight ? choose(spot.weight) : wish("open", spot.opens));
    const tell = () => {
      under.textContent = spot.words;
    };
    node.addEventListener("click", () => {
      keyed = false;
      act();
    });
    node.addEventListener("mouseenter", tell);
    node.addEventListener("focus", tell);
    node.addEventListener("keydown", (event) => {
      keyed = true;
      if (event.key === "Enter" || event.key === " ") act();
      else if (event.key === "Backspace" || event.key === "Escape") wish("close");
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  function showMover(before, more) {
    const weight = seen.weight;
    mover.hidden = !weight;
    if (!weight) return;
    if (weight.name !== before.weight?.name || weight.from !== before.weight?.from) {
      const reach = Math.max(1, 4 * Math.abs(weight.from));
      Object.assign(range, { min: weight.from - reach, max: weight.from + reach, step: reach / 200 });
      moved.textContent = `move ${weight.name}`;
    }
    if (document.activeElement !== range || !more) range.value = weight.to;
    typed.value = String(Number(weight.to.toPrecision(4)));
    range.ariaValueText = typed.value;
    back.disabled = seen.view.to === null;
  }

  // ---- the focus stays where it was, though what had it is made anew ----

  function remembered() {
    const here = document.activeElement;
    if (!el.contains(here)) return null;
    if (tree.contains(here)) return { part: tree, key: here.dataset.weight || here.dataset.opens };
    if (picture.contains(here)) return { part: picture, key: here.dataset.spot };
    if (trail.contains(here)) return { part: trail };
    return null;
  }

  function restore(focused) {
    if (!focused || focused.part.contains(document.activeElement)) return;
    if (focused.part === trail) return trail.querySelector("button:not(:disabled)")?.focus();
    const all = [...focused.part.querySelectorAll("[tabindex]")];
    const same = all.find((item) => (item.dataset.spot || item.dataset.weight || item.dataset.opens) === focused.key);
    const here = same || (focused.part === tree ? tree.querySelector("[tabindex='0']") : all.find((item) => item.classList.contains("acts")));
    if (focused.part === tree) for (const item of all) item.tabIndex = item === here ? 0 : -1;
    here?.focus({ preventScroll: true }); // what is open has been moved into view
  }

  // ---- what is wished for ----

  text.addEventListener("change", () => text.value !== seen.view.text && wish("read", text.value));
  text.addEventListener("keydown", (event) => event.key === "Enter" && text.value !== seen.view.text && wish("read", text.value));
  asked.addEventListener("change", () => wish("ask", asked.value));
  step.addEventListener("input", () => wish("step", step.valueAsNumber));
  range.addEventListener("input", () => wish("move", range.valueAsNumber));
  range.addEventListener("keydown", (event) => ["Backspace", "Escape"].includes(event.key) && wish("close"));
  back.addEventListener("click", () => wish("put back"));
  typed.addEventListener("keydown", (event) => {
    const to = Number.parseFloat(typed.value.replace(",", "."));
    if (event.key === "Enter") wish("move", Number.isNaN(to) ? null : to);
  });

  model.on("change:seen", show);
  show();
  return () => model.off("change:seen", show);
}

export default { render };
