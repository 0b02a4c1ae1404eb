// Formatted text: entities (UTF-16 offsets, as in JavaScript) to elements.
import { el } from "./dom.js";

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote" };

/** A fragment of `text`; `onCommand` is called with a command that is pressed. */
export function formatted(text, entities, onCommand) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  fill(fragment, text, sorted, 0, text.length, onCommand);
  return fragment;
}

function fill(parent, text, entities, start, end, onCommand) {
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset >= at) {
      parent.append(text.slice(at, entity.offset));
      const inner = others.filter((other) => other.offset < stop);
      const element = elementOf(entity, text.slice(entity.offset, stop), onCommand);
      if (entity.type === "date_time" && entity.date_time_format) showTime(element);
      else fill(element, text, inner, entity.offset, stop, onCommand);
      parent.append(element);
      at = stop;
    }
    rest = others.filter((other) => other.offset >= at);
  }
  parent.append(text.slice(at, end));
}

function elementOf(entity, piece, onCommand) {
  switch (entity.type) {
    case "url": return link(/^[a-z]+:\/\//i.test(piece) ? piece : `https://${piece}`);
    case "text_link": return link(entity.url);
    case "bot_command": return el("button", { type: "button", class: "link", onclick: () => onCommand(piece) });
    case "mention": return el("span", { class: "link" });
    case "spoiler": return reveal(el("span", { class: "spoiler", role: "button", tabindex: "0", "aria-expanded": "false", "aria-label": "Hidden text" }));
    case "expandable_blockquote": return unfold(el("blockquote", { class: "folded", tabindex: "0", "aria-expanded": "false" }));
    case "date_time": return el("time", { "data-unix": entity.unix_time, "data-format": entity.date_time_format ?? "", title: inFull(entity.unix_time) });
    default: return el(TAGS[entity.type] ?? "span");
  }
}

function link(url) {
  const safe = /^https?:\/\//i.test(url);
  return safe ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }) : el("span");
}

function reveal(element) {
  const show = () => {
    element.setAttribute("aria-expanded", "true");
    element.removeAttribute("aria-label");
  };
  element.addEventListener("click", show);
  element.addEventListener("keydown", (event) => event.key === "Enter" && show());
  return element;
}

function unfold(element) {
  const toggle = () => element.setAttribute("aria-expanded", String(!element.classList.toggle("folded")));
  element.addEventListener("click", toggle);
  element.addEventListener("keydown", (event) => event.key === "Enter" && toggle());
  return element;
}

const inFull = (unix) => new Date(unix * 1000).toLocaleString(undefined, { dateStyle: "full", timeStyle: "medium" });

/** Writes a date_time in the reader's locale and zone; `now` (Unix seconds) is for relative ones. */
export function showTime(element, now = Date.now() / 1000) {
  const unix = Number(element.dataset.unix);
  element.textContent = element.dataset.format === "r" ? relative(unix - now) : absolute(unix, element.dataset.format);
}

function absolute(unix, format) {
  const options = {};
  if (format.includes("w")) options.weekday = format.includes("d") ? "short" : "long";
  if (format.includes("d")) Object.assign(options, { day: "2-digit", month: "2-digit", year: "2-digit" });
  if (format.includes("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (/t/i.test(format)) Object.assign(options, { hour: "2-digit", minute: "2-digit" });
  if (format.includes("T")) options.second = "2-digit";
  return new Date(unix * 1000).toLocaleString(undefined, options);
}

function relative(seconds) {
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = units.find(([, each]) => Math.abs(seconds) >= each) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}
