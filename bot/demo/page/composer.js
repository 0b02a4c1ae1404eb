// Below the chat: START, the input line, replies and edits, commands, attachments, keys.
import { el } from "./dom.js";
import { InlineResults } from "./inline.js";
import { item } from "./popover.js";

const PLACES = [["Berlin", 52.52, 13.405], ["Lisbon", 38.722, -9.139], ["New York", 40.713, -74.006], ["Tokyo", 35.677, 139.65], ["Sydney", -33.869, 151.209]];

export class Composer {
  /** `does` has the deeds: deed(body), photo(file, caption), inline, follow, report. */
  constructor(element, popover, username, does) {
    this.popover = popover;
    this.does = does;
    this.state = null;
    this.context = null; // { kind: "reply" | "edit", message }
    this.asked = null;
    this.find = (selector) => element.querySelector(selector);
    this.input = this.find("textarea");
    this.inline = new InlineResults(popover, this.input, username, { ...does, choose: (query, result) => this.choose(query, result) });
    this.listen();
  }

  listen() {
    this.find("form").addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.input.addEventListener("keydown", (event) => this.typed(event));
    this.input.addEventListener("input", () => { this.fit(); this.suggest(); });
    this.find(".commands").addEventListener("click", ({ currentTarget }) => this.popover.toggle(currentTarget, this.commands("")));
    this.find("[data-attach]").addEventListener("click", ({ currentTarget }) => this.popover.toggle(currentTarget, this.attachments()));
    this.find("[type=file]").addEventListener("change", ({ target }) => this.photo(target));
    this.find(".context button").addEventListener("click", () => this.setContext(null));
    this.find(".wide").addEventListener("click", () => this.does.deed(this.state.blocked ? { action: "unblock" } : { action: "send", text: "/start" }));
  }

  update(state) {
    this.state = state;
    const wide = this.find(".wide");
    wide.hidden = state.started && !state.blocked;
    wide.textContent = state.blocked ? "Unblock" : "Start";
    wide.dataset.testid = state.blocked ? "unblock" : "start";
    this.find("form").hidden = !wide.hidden;
    this.find(".commands").hidden = state.commands.length === 0;
    this.input.placeholder = state.placeholder || "Message";
    this.drawKeys();
    const asking = state.asksReplyTo !== this.asked && state.messages.find((message) => message.id === state.asksReplyTo);
    if (asking) this.setContext({ kind: "reply", message: asking });
    this.asked = state.asksReplyTo;
  }

  drawKeys() {
    const keys = this.find(".keys");
    const drawn = JSON.stringify(this.state.keyboard);
    keys.hidden = !this.state.keyboard || this.find("form").hidden;
    if (keys.dataset.drawn === drawn) return;
    keys.dataset.drawn = drawn;
    keys.replaceChildren(...(this.state.keyboard ?? []).map((row) => el("div", {}, ...row.map((key) => el("button", {
      type: "button", class: key.style, "data-testid": "key",
      onclick: ({ currentTarget }) => (key.location ? this.popover.toggle(currentTarget, this.places()) : this.does.deed({ action: "send", text: key.text })),
    }, key.text)))));
  }

  async send() {
    const text = this.input.value.trim();
    if (!text || this.inline.isWaiting) return;
    const { context } = this;
    const body = context?.kind === "edit"
      ? { action: "edit", message: context.message.id, text }
      : { action: "send", text, replyTo: context?.message.id ?? null };
    this.write("");
    this.setContext(null);
    if (!await this.does.deed(body) && !this.input.value) { this.setContext(context); this.write(text); }
  }

  async photo(input) {
    const [file] = input.files;
    input.value = "";
    if (file && await this.does.photo(file, this.input.value.trim())) this.write("");
  }

  async choose(query, result) {
    const text = this.input.value;
    const { context } = this;
    this.write("");
    this.setContext(null);
    if (!await this.does.deed({ action: "choose", query, result, replyTo: context?.message.id ?? null }) && !this.input.value) { this.setContext(context); this.write(text); }
    this.input.focus({ preventScroll: true });
  }

  /** Starts or ends replying to a message or editing one. */
  setContext(context) {
    if (this.context?.kind === "edit" && !context) this.write("");
    this.context = context;
    const bar = this.find(".context");
    bar.hidden = !context;
    if (!context) return;
    bar.querySelector("b").textContent = context.kind === "edit" ? "Edit message" : `Reply to ${context.message.sender}`;
    bar.querySelector("p").textContent = context.message.text || context.message.kind;
    if (context.kind === "edit") this.write(context.message.text);
    this.input.focus();
  }

  write(text) {
    this.input.value = text;
    this.inline.stop();
    this.fit();
  }

  fit() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight}px`;
  }

  typed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.popover.isOpen) {
      event.preventDefault();
      this.popover.mark(step);
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (this.inline.isWaiting) return; // what is marked answers what was typed before
      if (this.popover.marked) this.popover.marked.click();
      else this.send();
    }
  }

  // Menus

  suggest() {
    if (this.context?.kind !== "edit" && this.inline.watch(this.input.value)) return;
    const match = /^\/(\w*)$/.exec(this.input.value);
    const items = match ? this.commands(match[1].toLowerCase()) : [];
    if (items.length) this.popover.open(this.input, items);
    else this.popover.close();
  }

  commands(prefix) {
    const fitting = this.state.commands.filter(({ command }) => command.startsWith(prefix));
    return fitting.map(({ command, description }) => item(null, `/${command}`, () => {
      this.write("");
      this.does.deed({ action: "send", text: `/${command}` });
    }, { note: description, testid: "command" }));
  }

  attachments() {
    return [
      item("image", "Photo", () => { this.popover.close(); this.find("[type=file]").click(); }),
      item("sticker", "Sticker", () => this.does.deed({ action: "sticker" })),
      item("mic", "Voice", () => this.does.deed({ action: "voice" })),
      item("pin", "Location", () => this.popover.open(this.find("[data-attach]"), this.places())),
    ];
  }

  places() {
    const places = PLACES.map(([name, latitude, longitude]) => item("pin", name, () => this.does.deed({ action: "location", latitude, longitude }), { testid: "place" }));
    return [...places, item("pin", "Other place…", () => this.otherPlace(), { testid: "other-place" })];
  }

  otherPlace() {
    this.popover.close();
    const [latitude, longitude] = (prompt("Latitude, longitude", "48.137, 11.575") ?? "").split(",").map((degrees) => (degrees.trim() ? Number(degrees) : NaN));
    if (Number.isFinite(latitude) && Number.isFinite(longitude)) this.does.deed({ action: "location", latitude, longitude });
  }
}
