// The one menu of a phone: commands, attachments, what to do with a message.
import { el, icon } from "./dom.js";

/** A line of a menu. */
export function item(symbol, text, onclick, { warn = false, note = null, testid = null } = {}) {
  return el("button", { type: "button", role: "menuitem", class: warn ? "warn" : null, "data-testid": testid, onclick },
    symbol ? icon(symbol) : null, el("b", {}, text), note ? el("span", {}, note) : null);
}

export class Popover {
  constructor(element, phone) {
    this.element = element;
    this.phone = phone;
    this.opener = null;
    document.addEventListener("pointerdown", ({ target }) => {
      if (this.isOpen && !element.contains(target) && !this.opener.contains(target)) this.close();
    });
    phone.addEventListener("keydown", (event) => event.key === "Escape" && this.close({ refocus: true }));
    element.addEventListener("keydown", (event) => this.walk(event));
  }

  get isOpen() {
    return !this.element.hidden;
  }

  get items() {
    return [...this.element.children];
  }

  /** Opens with these items and the focus on the first, or closes if this opener opened it. */
  toggle(opener, items) {
    if (this.isOpen && this.opener === opener) {
      this.close();
    } else if (items.length) {
      this.open(opener, items);
      items[0].focus({ preventScroll: true });
    }
  }

  /** `name`: what tests call the list; `label`: what it is for whoever cannot see it. */
  open(opener, items, { name = "popover", label = "Menu", wide = false } = {}) {
    this.close();
    this.opener = opener;
    this.element.dataset.testid = name;
    this.element.setAttribute("aria-label", label);
    opener.setAttribute("aria-expanded", "true");
    this.element.replaceChildren(...items);
    this.element.hidden = false;
    this.place(wide);
  }

  add(items) {
    this.element.append(...items);
  }

  get name() {
    return this.element.dataset.testid;
  }

  close({ refocus = false } = {}) {
    if (!this.isOpen) return;
    this.element.hidden = true;
    this.opener.removeAttribute("aria-expanded");
    if (refocus) this.opener.focus();
  }

  // Below an opener in the upper half of the phone, above one in the lower half.
  place(wide) {
    const phone = this.phone.getBoundingClientRect();
    const at = this.opener.getBoundingClientRect();
    const upper = at.top + at.height / 2 < phone.top + phone.height / 2;
    const right = at.left + at.width / 2 > phone.left + phone.width / 2;
    const full = wide || this.items.some((each) => each.querySelector("span"));
    this.element.className = `popover ${full ? "" : right ? "right" : "left"}`;
    this.element.style.top = upper ? `${Math.max(at.bottom, phone.top) - phone.top + 6}px` : "auto";
    this.element.style.bottom = upper ? "auto" : `${phone.bottom - Math.min(at.top, phone.bottom) + 6}px`;
  }

  walk(event) {
    const at = this.items.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || !step) return;
    event.preventDefault();
    this.items.at((at + step) % this.items.length).focus();
  }

  /** Moves the mark while the focus stays in the input line. */
  mark(step) {
    const at = this.items.indexOf(this.marked);
    this.marked?.classList.remove("active");
    this.items.at((at + (at < 0 && step < 0 ? 0 : step)) % this.items.length).classList.add("active");
    this.marked.scrollIntoView({ block: "nearest" });
  }

  get marked() {
    return this.isOpen ? this.element.querySelector(".active") : null;
  }
}
