// One message of a chat, as an element.
import { el, icon } from "./dom.js";
import { formatted } from "./text.js";

const clockTime = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const PIECES = { voice: ["mic", "Voice message, 0:02"], sticker: ["sticker", "Sticker"], location: ["pin", "Location"], document: ["file", "File"] };

/** `does` has the deeds: deed, press, copy, follows, follow, jump, menu. */
export function messageElement(message, { own, follows, named, quoted, does }) {
  const caption = message.text && message.kind !== "service" ? message.text : "";
  const bubble = el("div", { class: "bubble" },
    named || message.via ? el("div", { class: "sender" }, named ? message.sender : null, message.via ? el("span", { class: "via", "data-testid": "via" }, `${named ? " " : ""}via @${message.via}`) : null) : null,
    quoted ? quote(quoted, does) : null,
    attachment(message),
    el("div", { class: "text", dir: "auto" }, ...(caption ? [formatted(caption, message.entities, (text) => does.deed({ action: "send", text }))] : []), meta(message)),
    message.reaction ? el("div", { class: "reaction", "data-testid": "reaction", "aria-label": `Reaction ${message.reaction}` }, message.reaction) : null,
  );
  // Touch has no hover for the small menu button: there a tap on the bubble opens the menu.
  bubble.addEventListener("click", (event) => {
    if (matchMedia("(hover: none)").matches && !event.target.closest("a, button, .spoiler, blockquote.folded")) does.menu(message, bubble);
  });
  const classes = ["message", own && message.kind !== "service" && "own", follows && "follows", message.buttons.length && "keyed", message.kind === "service" && "service"];
  return el("article", {
    class: classes.filter(Boolean).join(" "),
    "data-testid": "message",
    "data-message-id": message.id,
    "data-from": message.fromBot ? "bot" : "person",
    "aria-label": `${message.sender}, ${clockTime.format(message.date * 1000)}`,
  },
  bubble,
  message.buttons.length ? el("div", { class: "buttons" }, ...message.buttons.map((row) => el("div", {}, ...row.map((button) => inlineButton(message, button, does))))) : null,
  el("button", { type: "button", class: "icon act", "aria-label": "Message menu", "aria-haspopup": "menu", "data-testid": "message-menu", onclick: (event) => does.menu(message, event.currentTarget) }, icon("more")));
}

/** Marks the buttons whose presses the bot has not answered yet. */
export function markBusy(element, waiting) {
  for (const button of element.querySelectorAll("[data-callback]")) {
    if (waiting.has(button.dataset.callback)) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }
}

function meta(message) {
  return el("span", { class: "meta" },
    message.edited ? el("span", { "data-testid": "edited" }, "edited") : null,
    el("time", { datetime: new Date(message.date * 1000).toISOString() }, clockTime.format(message.date * 1000)));
}

function attachment(message) {
  if (message.photo) {
    const [width, height] = message.photoSize;
    return el("img", { class: message.text ? "photo" : "photo bare", src: `/photo/${message.photo}`, width, height, alt: message.text ? "Photo, described below" : "Photo" });
  }
  if (message.kind === "service") return el("div", {}, `${message.sender} added the bot`);
  const piece = PIECES[message.kind];
  if (!piece) return null;
  const words = message.location ? `${message.location[0].toFixed(3)}, ${message.location[1].toFixed(3)}` : message.fileName ?? piece[1];
  if (message.file) return el("a", { class: "piece", href: `/document/${message.file}`, download: message.fileName, "data-testid": "file" }, icon(piece[0]), words);
  return el("div", { class: "piece" }, icon(piece[0]), words);
}

function quote(quoted, does) {
  return el("button", { type: "button", class: "quote", onclick: () => does.jump(quoted.id) },
    el("b", {}, quoted.sender), el("span", {}, quoted.text || quoted.kind));
}

function inlineButton(message, button, does) {
  const shared = { class: button.style, "data-testid": "button", "data-style": button.style };
  if (button.url && does.follows(button.url)) {
    return el("button", { ...shared, type: "button", onclick: () => does.follow(button.url) }, button.text, icon("link"));
  }
  if (button.url) {
    const href = /^https?:\/\//i.test(button.url) ? button.url : null;
    return el("a", { ...shared, href, target: "_blank", rel: "noopener noreferrer" }, button.text, icon("link"));
  }
  if (button.copy_text) {
    return el("button", { ...shared, type: "button", onclick: () => does.copy(button.copy_text.text) }, button.text, icon("copy"));
  }
  return el("button", { ...shared, type: "button", "data-callback": button.callback_data, onclick: (event) => does.press(message, button.callback_data, event.currentTarget) }, button.text);
}
