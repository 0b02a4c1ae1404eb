// The page: the bar on top, and a phone for every person and group.
import { act, connect } from "./connection.js";
import { el } from "./dom.js";
import { Phone } from "./phone.js";

const find = (name) => document.querySelector(`[data-testid="${name}"]`);
const phones = new Map(); // chat id → Phone
const inShort = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const inFull = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
const narrow = matchMedia("(max-width: 1000px)");
let audio = null;
let sound = stored("sound") !== "off";
let adding = false;

connect(receive, (live) => {
  document.body.classList.toggle("live", live);
  if (!live) find("connection").textContent = "Reconnecting…";
});

function receive(message) {
  showClock(message.now);
  if (message.type === "clock") for (const phone of phones.values()) phone.tick(message.now);
  if (message.type !== "state") return;
  find("banner").textContent = message.banner;
  const chats = [...message.phones, ...message.groups];
  for (const [id, phone] of phones) {
    if (!chats.some((chat) => chat.id === id)) { phone.element.remove(); phones.delete(id); }
  }
  for (const chat of chats) {
    if (!phones.has(chat.id)) addPhone(chat, message.bot);
    phones.get(chat.id).update(chat, message.now);
  }
  drawTabs(chats);
}

// Tabs show on a narrow screen, where one phone fills the page.
function drawTabs(chats) {
  const tabs = document.querySelector(".tabs");
  if (tabs.children.length === chats.length) return;
  tabs.replaceChildren(...chats.map((chat) => {
    const { element } = phones.get(chat.id);
    const tab = el("button", { type: "button", "data-testid": "tab", onclick: () => element.scrollIntoView({ inline: "center", behavior: "smooth" }) }, chat.name);
    new IntersectionObserver(([entry]) => tab.setAttribute("aria-current", String(entry.isIntersecting)), { threshold: 0.6 }).observe(element);
    return tab;
  }));
}

function addPhone(chat, bot) {
  const phone = new Phone(bot, { onRing: ping });
  phones.set(chat.id, phone);
  const before = chat.members ? null : document.querySelector('[data-testid="group"]');
  document.querySelector(".phones").insertBefore(phone.element, before);
  if (adding) requestAnimationFrame(() => phone.element.scrollIntoView({ inline: "center", behavior: "smooth" }));
  adding = false;
}

function showClock(now) {
  const clock = find("clock");
  clock.textContent = (narrow.matches ? inShort : inFull).format(now * 1000);
  clock.dateTime = new Date(now * 1000).toISOString();
}

for (const button of document.querySelectorAll("[data-advance]")) {
  button.addEventListener("click", () => act({ action: "advance", seconds: Number(button.dataset.advance) }).then(report));
}
find("add-person").addEventListener("click", () => { adding = true; act({ action: "add-person" }).then(report); });
find("add-group").addEventListener("click", () => { adding = true; act({ action: "add-group" }).then(report); });

function report(refusal) {
  if (refusal) { adding = false; phones.values().next().value?.toast(refusal); }
}

// A link to the bot that was followed in a group: show that person's phone.
document.addEventListener("visit", ({ detail }) => {
  document.querySelector(`[data-person="${CSS.escape(detail)}"]`)?.scrollIntoView({ inline: "center", behavior: "smooth" });
});

// Unread messages show in the title, so that a hidden tab tells.
document.addEventListener("unread", () => {
  const unread = [...phones.values()].reduce((sum, phone) => sum + phone.unread, 0);
  document.title = unread ? `(${unread}) BackDay` : "BackDay";
});

// Theme and sound are remembered in this browser.

function stored(name) {
  try { return localStorage.getItem(name); } catch { return null; }
}

function store(name, value) {
  try { localStorage.setItem(name, value); } catch { /* private window: only not remembered */ }
}

if (stored("theme")) document.documentElement.dataset.theme = stored("theme");
find("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  store("theme", root.dataset.theme);
});

function showSound() {
  find("sound").setAttribute("aria-pressed", String(sound));
}
showSound();
find("sound").addEventListener("click", () => { sound = !sound; store("sound", sound ? "on" : "off"); showSound(); if (sound) ping(); });

function ping() {
  if (!sound || !navigator.userActivation?.hasBeenActive) return;
  audio ??= new AudioContext();
  for (const [pitch, delay] of [[880, 0], [1318, 0.09]]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const at = audio.currentTime + delay;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.07, at);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.22);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.24);
  }
}
