// A piece of text that a screen reader says when it changes: the element stays, only what is in it is renewed.

function render({ model, el }) {
  el.classList.add("jupyter-widgets");
  el.setAttribute("role", "status");
  const show = () => {
    el.innerHTML = model.get("value");
  };
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}

export default { render };
