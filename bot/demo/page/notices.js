// What the bot (or the page) tells in passing: toasts, and alerts that want an OK.
import { el } from "./dom.js";

const TOAST_MS = 4000;

export function showToast(phone, text) {
  const toast = el("div", { class: "toast", role: "status", "data-testid": "toast" }, text);
  phone.querySelector(".notices").append(toast);
  setTimeout(() => toast.remove(), TOAST_MS);
}

export function showAlert(phone, title, text) {
  const before = document.activeElement;
  const close = () => {
    box.remove();
    before?.focus?.({ preventScroll: true });
  };
  const onkeydown = (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Tab") event.preventDefault(); // OK is all there is
  };
  const ok = el("button", { type: "button", "data-testid": "alert-ok", onclick: close }, "OK");
  const box = el("div", { class: "alert", role: "alertdialog", "aria-modal": "true", "aria-label": title, "data-testid": "alert", onkeydown },
    el("div", {}, el("p", {}, text), ok));
  phone.append(box);
  ok.focus({ preventScroll: true });
}
