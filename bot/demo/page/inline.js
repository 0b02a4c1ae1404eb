// Inline mode: "@bot words" in the input line shows what the bot offers, above it.
import { ask } from "./connection.js";
import { el, icon } from "./dom.js";

const PAUSE_MS = 250; // after the last key, before the bot is asked
const NEAR_END = 80; // pixels

export class InlineResults {
  /** `does` has inline(text, offset) → request body, choose(query, result), follow(url), report. */
  constructor(popover, input, username, does) {
    this.popover = popover;
    this.input = input;
    this.username = username;
    this.does = does;
    this.pattern = new RegExp(`^@${username}\\s(.*)$`, "is");
    this.words = null; // what was typed after the bot's name; null: this is no inline query
    this.timer = 0;
    this.request = null; // the newest question, while it waits for its answer
    this.nextOffset = "";
    popover.element.addEventListener("scroll", () => this.more());
  }

  get isShown() {
    return this.popover.isOpen && this.popover.name === "inline-results";
  }

  /** Whether Enter has to wait: the words have changed, and their results are not here yet. */
  get isWaiting() {
    return this.words !== null && (this.timer !== 0 || this.request !== null);
  }

  /** Takes what is in the input line now; returns whether it is an inline query. */
  watch(text) {
    const words = this.pattern.exec(text)?.[1].trim() ?? null;
    if (words === this.words && (this.isWaiting || this.isShown)) return words !== null;
    this.stop();
    this.words = words;
    if (words !== null) this.timer = setTimeout(() => { this.timer = 0; this.load(""); }, PAUSE_MS);
    return words !== null;
  }

  stop() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.timer = 0;
    this.request = null;
    this.words = null;
    this.nextOffset = "";
  }

  async load(offset) {
    const request = new AbortController();
    this.request = request;
    const answer = await ask(this.does.inline(this.words, offset), request.signal);
    if (this.request !== request) return;
    this.request = null;
    this.nextOffset = answer.nextOffset ?? "";
    if (answer.error) this.does.report(answer.error);
    const items = (answer.results ?? []).map((result, index) => this.result(answer.query, result, index));
    if (offset) this.popover.add(items);
    else this.show(answer.button ? [this.button(answer.button), ...items] : items);
    this.more();
  }

  show(items) {
    if (!items.length) {
      if (this.isShown) this.popover.close();
      return;
    }
    this.popover.open(this.input, items, { name: "inline-results", label: `Results of @${this.username}`, wide: true });
    this.popover.mark(items.length > 1 && items[0].dataset.testid === "inline-button" ? 2 : 1);
  }

  // Asks for the next page when the end of the list comes into view.
  more() {
    const { scrollHeight, scrollTop, clientHeight } = this.popover.element;
    if (!this.isShown || this.isWaiting || !this.nextOffset) return;
    if (scrollHeight - scrollTop - clientHeight < NEAR_END) this.load(this.nextOffset);
  }

  button({ text, start }) {
    const url = `https://t.me/${this.username}?start=${start}`;
    return el("button", { type: "button", role: "menuitem", class: "switch", "data-testid": "inline-button", onclick: () => this.does.follow(url) }, el("b", {}, text), icon("link"));
  }

  result(query, { title, description }, index) {
    return el("button", { type: "button", role: "menuitem", class: "result", "data-testid": "inline-result", onclick: () => this.does.choose(query, index) },
      el("i", { "aria-hidden": "true" }, [...title][0]),
      el("div", {}, el("b", {}, title), description ? el("span", {}, description) : null));
  }
}
