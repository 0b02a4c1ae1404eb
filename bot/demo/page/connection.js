// The wire to the server: state comes down a WebSocket, deeds go up as requests.

/** Calls `onMessage` with every message, `onLive` with true or false; reconnects by itself. */
export function connect(onMessage, onLive) {
  let wait = 250;
  const open = () => {
    const socket = new WebSocket(`ws://${location.host}/live`);
    socket.onmessage = (event) => {
      wait = 250;
      onLive(true);
      onMessage(JSON.parse(event.data));
    };
    socket.onclose = () => {
      onLive(false);
      setTimeout(open, wait);
      wait = Math.min(wait * 1.6, 3000);
    };
  };
  open();
}

/** Does one deed; returns null, or why it was refused. */
export async function act(body) {
  return request("/act", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

export async function sendPhoto(file, person, chat, caption) {
  const query = new URLSearchParams({ person, chat, caption });
  return request(`/photo?${query}`, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file });
}

/** Types an inline query; returns the answer, {} if it was called off, or { error }. */
export async function ask(body, signal) {
  try {
    const response = await fetch("/inline", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal });
    return await response.json();
  } catch {
    return signal.aborted ? {} : { error: "No connection to the server." };
  }
}

async function request(path, options) {
  try {
    const response = await fetch(path, options);
    if (response.ok) return null;
    const body = await response.json().catch(() => ({}));
    return body.error ?? "This did not work.";
  } catch {
    return "No connection to the server. Nothing was sent.";
  }
}
