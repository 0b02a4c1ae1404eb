// One phone: a chat with its messages, notices and input line.
import { Composer } from "./composer.js";
import { act, sendPhoto } from "./connection.js";
import { el } from "./dom.js";
import { markBusy, messageElement } from "./message.js";
import { showAlert, showToast } from "./notices.js";
import { Popover, item } from "./popover.js";
import { showTime } from "./text.js";

const SPIN_MS = 15000;
const TYPING_MS = 5000;
const dayName = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

export class Phone {
  constructor(bot, { onRing }) {
    this.bot = bot;
    this.onRing = onRing;
    this.state = null;
    this.known = new Map(); // message id → message; the server sends only what changed
    this.shown = new Map(); // message id → { element, key, revision }
    this.pressed = new Map(); // "message data" → when first seen
    this.lastToast = 0;
    this.unread = 0;
    this.below = 0; // new messages below what is in view
    this.following = true; // whether the newest message stays in view
    this.element = document.getElementById("phone").content.firstElementChild.cloneNode(true);
    this.find = (selector) => this.element.querySelector(selector);
    this.log = this.find(".log");
    this.list = this.find(".messages");
    this.popover = new Popover(this.find(".popover"), this.element);
    this.composer = new Composer(this.find(".composer"), this.popover, bot.username, this.deeds());
    this.listen();
  }

  // Who acts on this phone: its owner, or the chosen member of the group.
  get person() {
    return this.state.members ? this.find(".speaker").value : this.state.name;
  }

  listen() {
    this.find(".more").addEventListener("click", ({ currentTarget }) => this.popover.toggle(currentTarget, this.chatItems()));
    this.find(".to-end").addEventListener("click", () => this.toEnd("smooth"));
    this.find(".speaker").addEventListener("change", () => { this.drawMessages(true); this.toEnd(); });
    this.log.addEventListener("scroll", () => { this.following = this.atEnd(); if (this.following) this.read(); else this.drawUnread(); });
    new ResizeObserver(() => { if (this.following) this.toEnd(); }).observe(this.log);
    this.element.addEventListener("pointerdown", () => this.read());
    this.element.addEventListener("focusin", () => this.read());
  }

  // Drawing

  update(state, now) {
    const first = this.state === null;
    this.now = now;
    this.state = this.merged(state);
    this.drawFrame();
    this.composer.update(this.state);
    const { rings, mine } = this.drawMessages(first);
    this.drawBusy();
    this.drawNotices(first);
    if (this.following || mine) this.toEnd();
    if (rings) this.ring(rings);
  }

  merged(state) {
    for (const message of state.messages) this.known.set(message.id, message);
    const messages = state.shown.map((id) => this.known.get(id)).filter(Boolean);
    this.known = new Map(messages.map((message) => [message.id, message]));
    return { ...state, messages };
  }

  /** Once a second: relative times, spinners, "typing…". */
  tick(now) {
    this.now = now;
    for (const time of this.list.querySelectorAll('time[data-format="r"]')) showTime(time, now);
    this.drawBusy();
    this.drawStatus();
  }

  drawFrame() {
    const { name, members, messages, description } = this.state;
    this.element.dataset.testid = members ? "group" : "phone";
    this.element.dataset[members ? "group" : "person"] = name;
    this.element.setAttribute("aria-label", members ? `Group ${name}` : `Phone of ${name}`);
    this.find(".peer").textContent = members ? name : this.bot.name;
    this.find(".owner").textContent = members ? "" : name;
    const select = this.find(".speaker");
    select.hidden = !members;
    if (members && select.options.length !== members.length) select.replaceChildren(...members.map((member) => el("option", { value: member }, member)));
    const about = this.find(".about");
    about.hidden = messages.length > 0 || !description;
    about.lastElementChild.textContent = description ?? "";
    this.drawStatus();
  }

  drawStatus() {
    const { typing, members } = this.state;
    if (this.typing?.revision !== typing) this.typing = { revision: typing, at: performance.now() };
    const writing = typing > 0 && performance.now() - this.typing.at < TYPING_MS;
    this.find(".status").textContent = writing ? "typing…" : members ? `${members.length + 1} members` : "bot";
    this.find(".status").classList.toggle("typing", writing);
  }

  // Returns how many new messages ring, and whether one is this person's own.
  drawMessages(quietly) {
    const { messages } = this.state;
    for (const [id, { element }] of this.shown) {
      if (!this.known.has(id)) { element.remove(); this.shown.delete(id); }
    }
    for (const day of this.list.querySelectorAll(".day")) day.remove();
    const fresh = [];
    let before = null;
    let place = null;
    for (const message of messages) {
      if (this.drawMessage(message, before) && !quietly) fresh.push(message);
      const { element } = this.shown.get(message.id);
      const next = place ? place.nextElementSibling : this.list.firstElementChild;
      if (next !== element) this.list.insertBefore(element, next);
      if (before === null || !sameDay(before, message)) element.before(el("div", { class: "day" }, this.dayLabel(message.date)));
      place = element;
      before = message;
    }
    for (const message of fresh) this.shown.get(message.id).element.classList.add("arriving");
    return {
      rings: fresh.filter((message) => message.fromBot && !message.silent).length,
      mine: fresh.some((message) => !message.fromBot && message.sender === this.person),
    };
  }

  // Draws one message if it is not drawn as it is; returns whether it is new.
  drawMessage(message, before) {
    const own = !message.fromBot && message.sender === this.person;
    const follows = before !== null && before.sender === message.sender && message.date - before.date < 300;
    const quoted = this.known.get(message.replyTo) ?? null;
    const key = [message.revision, own, follows, quoted?.revision].join();
    const old = this.shown.get(message.id);
    if (old?.key === key) return false;
    const named = Boolean(this.state.members) && !own && !follows && message.kind !== "service";
    const element = messageElement(message, { own, follows, named, quoted, does: this.deeds() });
    if (old) swap(old.element, element, old.revision !== message.revision, this.composer.input);
    this.shown.set(message.id, { element, key, revision: message.revision });
    return !old;
  }

  drawBusy() {
    const now = performance.now();
    const waiting = new Map();
    const seen = new Set();
    for (const { message, data } of this.state.pending) {
      const name = `${message} ${data}`;
      seen.add(name);
      if (!this.pressed.has(name)) this.pressed.set(name, now);
      if (now - this.pressed.get(name) < SPIN_MS) waiting.set(message, (waiting.get(message) ?? new Set()).add(data));
    }
    for (const name of this.pressed.keys()) if (!seen.has(name)) this.pressed.delete(name);
    for (const [id, { element }] of this.shown) markBusy(element, waiting.get(id) ?? new Set());
  }

  drawNotices(first) {
    for (const toast of this.state.toasts.filter(({ number }) => number > this.lastToast)) {
      this.lastToast = toast.number;
      if (first) continue;
      if (toast.alert) showAlert(this.element, this.bot.name, toast.text);
      else this.toast(toast.text);
    }
  }

  dayLabel(unix) {
    const days = Math.round((new Date(this.now * 1000).setHours(12) - new Date(unix * 1000).setHours(12)) / 86400000);
    return days === 0 ? "Today" : days === 1 ? "Yesterday" : dayName.format(unix * 1000);
  }

  toast(text) {
    showToast(this.element, text);
  }

  // New messages and what is in view

  ring(count) {
    this.element.classList.remove("ringing");
    void this.element.offsetWidth; // restarts the animation
    this.element.classList.add("ringing");
    if (!this.element.contains(document.activeElement) || document.hidden) this.unread += count;
    if (!this.following) this.below += count;
    this.drawUnread();
    this.onRing();
  }

  read() {
    this.unread = 0;
    if (this.following) this.below = 0;
    this.drawUnread();
  }

  drawUnread() {
    const badge = this.find(".unread");
    badge.hidden = this.unread === 0;
    badge.textContent = this.unread;
    badge.setAttribute("aria-label", `${this.unread} unread`);
    this.find(".to-end").hidden = this.following;
    this.find(".to-end b").textContent = this.below || "";
    this.element.dispatchEvent(new CustomEvent("unread", { bubbles: true }));
  }

  atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60;
  }

  toEnd(behavior = "instant") {
    this.log.scrollTo({ top: this.log.scrollHeight, behavior });
  }

  // Deeds

  async deed(body) {
    this.popover.close();
    return this.report(await act({ person: this.person, chat: this.state.id, ...body }));
  }

  report(refusal) {
    if (refusal) this.toast(refusal);
    return refusal === null;
  }

  deeds() {
    return {
      deed: (body) => this.deed(body),
      report: (refusal) => this.report(refusal),
      inline: (query, offset) => ({ person: this.person, chat: this.state.id, query, offset }),
      photo: async (file, caption) => this.report(await sendPhoto(file, this.person, this.state.id, caption)),
      press: async (message, data, button) => {
        button.setAttribute("aria-busy", "true");
        if (!await this.deed({ action: "tap", message: message.id, data })) button.removeAttribute("aria-busy");
      },
      copy: async (text) => {
        await navigator.clipboard?.writeText(text).catch(() => null);
        this.toast("Copied");
      },
      follows: (url) => leadsTo(url, this.bot.username),
      follow: async (url) => {
        const { person } = this;
        if (await this.deed({ action: "follow", url })) this.element.dispatchEvent(new CustomEvent("visit", { bubbles: true, detail: person }));
      },
      jump: (id) => this.shown.get(id)?.element.scrollIntoView({ block: "center", behavior: "smooth" }),
      menu: (message, opener) => this.popover.toggle(opener, this.messageItems(message)),
    };
  }

  chatItems() {
    const { members, started, blocked } = this.state;
    const items = [];
    if (!blocked) items.push(item(null, "/start", () => this.deed({ action: "send", text: "/start" })));
    if (!members && started && !blocked) items.push(item(null, "Block the bot", () => this.deed({ action: "block" }), { warn: true }));
    if (blocked) items.push(item(null, "Unblock the bot", () => this.deed({ action: "unblock" })));
    return items;
  }

  messageItems(message) {
    const mine = !message.fromBot && message.sender === this.person;
    const into = (kind) => { this.popover.close(); this.composer.setContext({ kind, message }); };
    const items = [item(null, "Reply", () => into("reply"))];
    if (message.text) items.push(item(null, "Copy text", () => { this.popover.close(); this.deeds().copy(message.text); }));
    if (mine && !message.via && ["text", "photo"].includes(message.kind)) items.push(item(null, "Edit", () => into("edit")));
    if (mine || !this.state.members) items.push(item(null, "Delete", () => this.deed({ action: "delete", message: message.id }), { warn: true }));
    return items;
  }
}

const sameDay = (one, other) => new Date(one.date * 1000).toDateString() === new Date(other.date * 1000).toDateString();

/** Whether a link leads to the chat with the bot. */
function leadsTo(url, username) {
  const match = /^https?:\/\/t\.me\/(\w+)(\?start=[\w-]{0,64})?$/.exec(url);
  return match !== null && match[1].toLowerCase() === username.toLowerCase();
}

// Puts a changed message in place of the old one, and the focus back on the same button.
function swap(old, element, changed, otherwise) {
  const focused = old.contains(document.activeElement) ? document.activeElement.dataset : null;
  if (changed) element.classList.add("changed");
  old.replaceWith(element);
  if (!focused) return;
  const buttons = [...element.querySelectorAll("[data-callback]")];
  const same = buttons.find((button) => button.dataset.callback === focused.callback);
  (same ?? buttons[0] ?? otherwise).focus({ preventScroll: true });
}
