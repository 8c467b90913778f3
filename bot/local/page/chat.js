"use strict";
// The chat page. Whatever comes from the bot becomes text nodes, never HTML.

const $ = (id) => document.getElementById(id);
const log = $("log");
const text = $("text");
const phone = window.matchMedia("(max-width: 759px)");

let personId = 0;
let person = null;
let epoch = "";
let source = null;
let menuData = { commands: [] };
let clock = null; // { offset: milliseconds, nextReminder }
let messages = new Map();
let drawn = new Map(); // message id -> { wire: JSON, node }
let editingId = null;
let waitingPresses = new Map(); // callback query id -> { message, data }
const answeredEarly = new Set(); // callback query ids that the bot answered before our own request was
let byKeyboard = false;
let startPressed = false;
let typingTimer = 0;
let toastTimer = 0;

function make(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

async function call(path, body, method = body === undefined ? "GET" : "POST") {
  const options = { method, headers: {} };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(`/local/${path}`, options);
  } catch {
    toast("The local Telegram does not answer. It will be tried again by itself.");
    return null;
  }
  const result = await answer.json();
  if (!answer.ok) {
    toast(result.error);
    return null;
  }
  return result;
}

const act = (what, body = {}) => call(`people/${personId}/${what}`.replace(/\/$/, ""), body);

// Language of a text, for screen readers: only said when the small words leave no doubt.

const SMALL_WORDS = {
  fr: /(?:^|[^\p{L}])(?:le|la|les|des|du|de|un|une|et|est|vous|votre|vos|pour|dans|avec|que|qui|ne|pas|sur|au|aux|ou|ce|cette|je|il|elle|par)(?=[^\p{L}]|$)/giu,
  en: /(?:^|[^\p{L}])(?:the|a|an|and|is|are|you|your|to|of|for|in|with|that|this|not|on|it|was|or|have|has|do|if|be|at|by|from)(?=[^\p{L}]|$)/giu,
};

function languageOf(words) {
  const count = (language) => (words.match(SMALL_WORDS[language]) || []).length;
  const french = count("fr") + (/[éèêàçœù«]/i.test(words) ? 2 : 0);
  const english = count("en");
  if (french > english + 1) return "fr";
  if (english > french + 1) return "en";
  return "";
}

// Entities: a tree of nodes over UTF-16 offsets, which are JavaScript's own.

function safeLink(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:", "tg:", "mailto:"].includes(url.protocol) ? url.href : "";
  } catch {
    return "";
  }
}

function link(address) {
  const href = safeLink(address);
  if (!href) return document.createElement("span");
  const node = document.createElement("a");
  node.href = href;
  node.target = "_blank";
  node.rel = "noopener noreferrer";
  return node;
}

function commandButton(words) {
  const node = make("button", "command");
  node.type = "button";
  node.addEventListener("click", () => act("say", { text: words }));
  return node;
}

function spoiler() {
  const node = make("span", "spoiler");
  node.tabIndex = 0;
  node.setAttribute("role", "button");
  node.setAttribute("aria-label", "Hidden text, press to read");
  const show = () => {
    node.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      show();
    }
  });
  return node;
}

function quote(entity, words) {
  const node = document.createElement("blockquote");
  if (entity.type !== "expandable_blockquote") return { node, inside: node };
  const inside = make("div", "");
  node.append(inside);
  if (words.length > 160 || words.split("\n").length > 3) {
    const toggle = make("button", "fold-toggle", "Show all");
    toggle.type = "button";
    const set = (open) => {
      inside.classList.toggle("fold", !open);
      toggle.setAttribute("aria-expanded", String(open));
      toggle.textContent = open ? "Show less" : "Show all";
    };
    toggle.addEventListener("click", () => set(toggle.getAttribute("aria-expanded") !== "true"));
    set(false);
    node.append(toggle);
  }
  return { node, inside };
}

const PLAIN_TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre" };

function entityNode(entity, words) {
  switch (entity.type) {
    case "text_link": return link(entity.url);
    case "url": return link(words.includes("://") ? words : `http://${words}`);
    case "email": return link(`mailto:${words}`);
    case "bot_command": return commandButton(words);
    case "spoiler": return spoiler();
    case "date_time": {
      const node = document.createElement("time");
      node.dateTime = new Date(entity.unix_time * 1000).toISOString();
      return node;
    }
    default: return PLAIN_TAGS[entity.type] ? document.createElement(PLAIN_TAGS[entity.type]) : document.createElement("span");
  }
}

function fill(parent, words, from, to, entities) {
  let at = from;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const begin = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (begin >= end) continue;
    const inner = [];
    while (index + 1 < entities.length && entities[index + 1].offset < end) {
      inner.push(entities[index + 1]);
      index += 1;
    }
    parent.append(words.slice(at, begin));
    const slice = words.slice(begin, end);
    if (entity.type.endsWith("blockquote")) {
      const { node, inside } = quote(entity, slice);
      fill(inside, words, begin, end, inner);
      parent.append(node);
      at = words[end] === "\n" ? end + 1 : end; // a block ends its line by itself
    } else {
      const node = entityNode(entity, slice);
      fill(node, words, begin, end, inner);
      parent.append(node);
      at = entity.type === "pre" && words[end] === "\n" ? end + 1 : end;
    }
  }
  parent.append(words.slice(at, to));
}

function wordsNode(words, entities) {
  const node = make("div", "words");
  fill(node, words, 0, words.length, entities || []);
  return node;
}

// Messages

const timeFormat = new Intl.DateTimeFormat("en-CA", { hour: "2-digit", minute: "2-digit", hour12: false });
const dayFormat = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const shortDate = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const longFormat = new Intl.DateTimeFormat("en-GB", {
  weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit",
});

function size(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function fileLink(name, note, fileId, download) {
  const node = make(fileId ? "a" : "div", "file", make("span", "round", icon("file")), make("b", "", name), make("small", "", note));
  if (fileId) {
    node.href = `/local/files/${encodeURIComponent(fileId)}`;
    if (download) node.download = name;
  }
  return node;
}

function content(message) {
  const nodes = [];
  const caption = message.caption || "";
  if (message.photo) {
    const photo = message.photo[message.photo.length - 1];
    const picture = make("img", "picture");
    picture.src = `/local/files/${encodeURIComponent(photo.file_id)}`;
    picture.alt = caption ? `Picture: ${caption}` : "Picture without a description";
    picture.width = photo.width;
    picture.height = photo.height;
    nodes.push(picture);
  }
  if (message.document) nodes.push(fileLink(message.document.file_name || "File", size(message.document.file_size || 0), message.document.file_id, true));
  if (message.voice) nodes.push(fileLink("Voice message", `${message.voice.duration} seconds`, "", false));
  if (message.video) nodes.push(fileLink("Video", `${message.video.duration} seconds`, "", false));
  if (message.sticker) {
    const sticker = make("img", "sticker");
    sticker.src = `/local/files/${encodeURIComponent(message.sticker.file_id)}`;
    sticker.alt = `Sticker ${message.sticker.emoji || ""}`;
    nodes.push(sticker);
  }
  if (message.location) nodes.push(fileLink("Location", `${message.location.latitude.toFixed(3)}, ${message.location.longitude.toFixed(3)}`, "", false));
  if (message.contact) nodes.push(fileLink(message.contact.first_name, message.contact.phone_number, "", false));
  if (message.text) nodes.push(wordsNode(message.text, message.entities));
  if (caption) nodes.push(wordsNode(caption, message.caption_entities));
  return nodes;
}

function inlineButton(button, message) {
  if (button.url) {
    const node = link(button.url);
    node.textContent = button.text;
    if (button.style) node.className = button.style;
    return node;
  }
  const node = make("button", button.style || "", button.text);
  node.type = "button";
  if (button.copy_text) {
    node.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.copy_text.text);
      toast("Copied");
    });
  } else if (button.callback_data !== undefined) {
    node.dataset.callback = button.callback_data;
    const waits = [...waitingPresses.values()].some((one) => one.message === message.message_id && one.data === button.callback_data);
    if (waits) node.setAttribute("aria-busy", "true");
    node.addEventListener("click", () => press(message.message_id, button.callback_data, node));
  } else {
    node.disabled = true;
  }
  return node;
}

async function press(messageId, data, node) {
  node.setAttribute("aria-busy", "true");
  const pressed = await act("press", { message_id: messageId, data });
  if (pressed === null) {
    node.removeAttribute("aria-busy");
    return;
  }
  if (answeredEarly.delete(pressed.callback_query_id)) {
    node.removeAttribute("aria-busy");
    return;
  }
  waitingPresses.set(pressed.callback_query_id, { message: messageId, data });
  window.setTimeout(() => endPress(pressed.callback_query_id), 15000);
}

function endPress(queryId) {
  const waiting = waitingPresses.get(queryId);
  if (!waiting) return false;
  waitingPresses.delete(queryId);
  const entry = drawn.get(waiting.message);
  for (const node of entry ? entry.node.querySelectorAll("[aria-busy]") : []) {
    if (node.dataset.callback === waiting.data) node.removeAttribute("aria-busy");
  }
  return true;
}

function draw(message) {
  const out = !message.from.is_bot;
  const words = message.text || message.caption || "";
  const node = make("article", out ? "message out" : "message");
  node.dataset.id = message.message_id;
  node.tabIndex = -1;
  const language = languageOf(words);
  const bubble = make("div", "bubble", make("span", "hidden", out ? "You: " : "Bot: "));
  bubble.id = `message-${message.message_id}`;
  node.setAttribute("aria-labelledby", bubble.id); // so that a screen reader reads the message when it takes the focus
  if (message.reply_to_message) {
    bubble.append(make("div", "quote", message.reply_to_message.text || message.reply_to_message.caption || "Message"));
  }
  for (const part of content(message)) {
    if (language && part.classList.contains("words")) part.lang = language;
    bubble.append(part);
  }
  const time = document.createElement("time");
  const at = new Date(message.date * 1000);
  time.dateTime = at.toISOString();
  time.textContent = timeFormat.format(at);
  bubble.append(make("span", "meta", message.edit_date ? "edited " : null, time));
  node.append(bubble);
  const rows = (message.reply_markup && message.reply_markup.inline_keyboard) || [];
  if (rows.length) {
    const group = make("div", "buttons");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", "Answers");
    if (language) group.lang = language;
    for (const row of rows) group.append(make("div", "line", ...row.map((button) => inlineButton(button, message))));
    node.append(group);
  }
  return node;
}

const nearBottom = () => log.scrollHeight - log.scrollTop - log.clientHeight < 120;
const toBottom = () => { log.scrollTop = log.scrollHeight; };

function put(message) {
  const id = message.message_id;
  const wire = JSON.stringify(message);
  const old = drawn.get(id);
  messages.set(id, message);
  if (old && old.wire === wire) return;
  const stick = nearBottom() || !message.from.is_bot;
  const node = draw(message);
  if (old) {
    const focused = old.node.contains(document.activeElement);
    node.style.animation = "none";
    old.node.replaceWith(node);
    // The message and not one of its buttons: the next Enter must not answer a question that nobody has read yet.
    if (focused) node.focus({ preventScroll: true });
  } else {
    const after = [...drawn.keys()].filter((other) => other < id).pop();
    if (after === undefined) log.prepend(node);
    else drawn.get(after).node.after(node);
  }
  drawn.set(id, { wire, node });
  if (!old) drawn = new Map([...drawn].sort((one, other) => one[0] - other[0]));
  if (message.from.is_bot) setStatus("bot");
  days();
  footing();
  tabStops();
  if (stick) toBottom();
}

function remove(id) {
  messages.delete(id);
  const entry = drawn.get(id);
  if (!entry) return;
  if (entry.node.contains(document.activeElement)) log.focus({ preventScroll: true });
  entry.node.remove();
  drawn.delete(id);
  days();
  footing();
  tabStops();
}

// Tab stops in the messages from the newest keyboard on, and in the one that has the focus; arrow keys reach the others.

const CONTROLS = "a, button, .spoiler[role]";

function tabStops() {
  const nodes = [...drawn.values()].map((entry) => entry.node);
  const newest = nodes.findLastIndex((node) => node.querySelector(".buttons"));
  nodes.forEach((node, index) => {
    const stops = index >= newest || node.contains(document.activeElement);
    for (const control of node.querySelectorAll(CONTROLS)) control.tabIndex = stops ? 0 : -1;
  });
}

function stepThroughMessages(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const here = event.target.closest(".message");
  if (!step || !here || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const nodes = [...log.querySelectorAll(".message")];
  const next = nodes[nodes.indexOf(here) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function days() {
  let last = "";
  const wanted = new Map();
  for (const [id, { node }] of drawn) {
    const day = dayFormat.format(new Date(messages.get(id).date * 1000));
    if (day !== last) wanted.set(node, day);
    last = day;
  }
  for (const chip of log.querySelectorAll(".day")) {
    if (wanted.get(chip.nextElementSibling) === chip.textContent) wanted.delete(chip.nextElementSibling);
    else chip.remove();
  }
  for (const [node, day] of wanted) node.before(make("div", "day", day));
}

function footing() {
  const empty = messages.size === 0;
  const blocked = Boolean(person && person.blocked);
  $("start").hidden = !(empty && !blocked);
  $("unblock").hidden = !blocked;
  $("composer").hidden = blocked || empty;
  if (startPressed && !$("composer").hidden) {
    startPressed = false;
    if (!phone.matches) text.focus();
  }
  if (blocked || empty) closePopups();
  $("block").disabled = Boolean(person && !person.started);
  $("block").textContent = blocked ? "Unblock the bot" : "Block the bot";
  $("edit-last").disabled = blocked || ![...messages.values()].some((one) => !one.from.is_bot && one.text);
  const card = log.querySelector(".empty");
  if (card) card.remove();
  if (empty) {
    const words = menuData.description || "Press START to begin.";
    const node = make("div", "empty", make("h2", "", menuData.description ? "What can this bot do?" : "No messages here yet"), make("p", "", words));
    node.lastChild.lang = languageOf(words);
    log.append(node);
  }
}

// What arrives

function showState(state) {
  const same = state.epoch === epoch && person && person.id === state.person.id;
  epoch = state.epoch;
  person = state.person;
  log.setAttribute("aria-live", "off"); // the past is not read out again
  if (!same) {
    log.replaceChildren();
    drawn = new Map();
    waitingPresses = new Map();
    stopEditing();
  }
  messages = new Map(state.messages.map((message) => [message.message_id, message]));
  for (const id of [...drawn.keys()]) if (!messages.has(id)) remove(id);
  showMenu(state.menu);
  showPeople(state.people);
  showClock(state.clock);
  showReplyKeyboard(state.reply_keyboard);
  for (const message of state.messages) put(message);
  days();
  footing();
  setStatus("bot");
  if (!same) toBottom();
  window.setTimeout(() => log.setAttribute("aria-live", "polite"), 50);
}

function showMenu(menu) {
  menuData = menu;
  $("bot-name").textContent = menu.name;
  $("bot-avatar").textContent = menu.name.slice(0, 1);
  document.title = `${menu.name} · Local Telegram`;
  drawCommands("");
  footing();
}

function showPeople(people) {
  const list = $("people");
  const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.person : "";
  list.replaceChildren(...people.map((one) => {
    const badge = make("span", "badge", one.language_code || "–");
    const button = make(
      "button", "",
      make("span", `avatar c${one.id % 5}`, one.first_name.slice(0, 1).toUpperCase()),
      make("span", "name", one.first_name), badge, make("span", "snippet", snippet(one)),
    );
    badge.setAttribute("aria-label", `language ${one.language_code || "not sent"}`);
    button.firstChild.setAttribute("aria-hidden", "true");
    button.type = "button";
    button.dataset.person = one.id;
    button.setAttribute("aria-current", String(one.id === personId));
    button.addEventListener("click", () => choose(one.id));
    return make("li", "", button);
  }));
  if (focused) {
    const again = list.querySelector(`[data-person="${focused}"]`);
    if (again) again.focus();
  }
  const now = people.find((one) => one.id === personId);
  if (now) person = now;
  if (!person) return;
  $("person-heading").textContent = person.first_name;
  const select = $("language");
  const code = person.language_code || "";
  if (![...select.options].some((option) => option.value === code)) select.append(new Option(code, code));
  select.value = code;
  footing();
}

function snippet(one) {
  if (one.blocked) return "has blocked the bot";
  if (!one.last) return "has not written yet";
  return (one.last.from_bot ? "" : "You: ") + one.last.text;
}

function showSnippet(id, last) {
  const node = document.querySelector(`[data-person="${id}"] .snippet`);
  if (node) node.textContent = (last.from_bot ? "" : "You: ") + last.text;
}

function showClock(state) {
  clock = { offset: state.offset_seconds * 1000, next: state.next_reminder ? new Date(state.next_reminder) : null };
  tick();
}

function tick() {
  if (!clock) return;
  const now = new Date(Date.now() + clock.offset);
  $("clock-short").textContent = `${shortDate.format(now)}\n${timeFormat.format(now)}`;
  $("clock-short").dateTime = now.toISOString();
  $("clock-long").textContent = longFormat.format(now);
  $("clock-long").dateTime = now.toISOString();
  const days = Math.round(clock.offset / 86400000);
  const moved = Math.abs(clock.offset) < 60000 ? "" : days === 0 ? "Moved by less than a day. " : `Moved by ${days} day${Math.abs(days) === 1 ? "" : "s"}. `;
  $("clock-note").textContent = moved + (clock.next ? `Next reminder: ${longFormat.format(clock.next)}.` : "No reminder is planned.");
}

function showReplyKeyboard(keyboard) {
  const node = $("reply-keyboard");
  node.replaceChildren();
  node.hidden = !keyboard;
  for (const row of (keyboard && keyboard.keyboard) || []) {
    node.append(make("div", "line", ...row.map((button) => {
      const one = make("button", "", button.text);
      one.type = "button";
      one.addEventListener("click", () => (button.request_location ? act("send", { kind: "location" }) : act("say", { text: button.text })));
      return one;
    })));
  }
}

function setStatus(words) {
  window.clearTimeout(typingTimer);
  if ($("bot-status").textContent !== words) $("bot-status").textContent = words;
}

function typing() {
  setStatus("typing…");
  typingTimer = window.setTimeout(() => setStatus("bot"), 5000);
}

function toast(words) {
  if (!words) return;
  const node = $("toast");
  node.textContent = words;
  node.classList.add("shown");
  window.clearTimeout(toastTimer);
  toastTimer = window.setTimeout(() => node.classList.remove("shown"), 5000);
}

function answered(answer) {
  if (!endPress(answer.callback_query_id)) answeredEarly.add(answer.callback_query_id);
  if (answer.show_alert && answer.text) {
    $("alert-text").textContent = answer.text;
    $("alert").showModal();
  } else {
    toast(answer.text);
  }
}

// The stream. It opens itself again after a restart of the server.

function listen() {
  if (source) source.close();
  const mine = new EventSource(`/local/events?person=${personId}`);
  source = mine;
  const on = (name, handle) => mine.addEventListener(name, (event) => {
    if (source === mine) handle(JSON.parse(event.data));
  });
  on("state", showState);
  on("message", (message) => {
    put(message);
    showSnippet(personId, { text: message.text || message.caption || "…", from_bot: message.from.is_bot });
  });
  on("gone", remove);
  on("toast", answered);
  on("typing", typing);
  on("clock", showClock);
  on("menu", showMenu);
  on("keyboard", showReplyKeyboard);
  on("people", (data) => showPeople(data.people));
  on("elsewhere", (data) => showSnippet(data.id, data.last));
  mine.onerror = () => {
    if (source !== mine) return;
    mine.close();
    setStatus("connecting…");
    window.setTimeout(() => { if (source === mine) begin(); }, 700);
  };
}

async function begin() {
  let people;
  try {
    people = (await (await fetch("/local/people")).json()).people;
  } catch {
    setStatus("connecting…");
    window.setTimeout(begin, 700);
    return;
  }
  if (!people.length) {
    people = [
      await call("people", { id: 1001, first_name: "Ana", language_code: "en" }),
      await call("people", { id: 1002, first_name: "Luc", language_code: "fr" }),
    ];
  }
  const wanted = Number(window.location.hash.slice(1)) || personId;
  personId = people.some((one) => one.id === wanted) ? wanted : people[0].id;
  listen();
}

function choose(id) {
  personId = id;
  window.history.replaceState(null, "", `#${id}`);
  openPanel(false);
  listen();
  if (!phone.matches) text.focus();
}

// Writing

function grow() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 160)}px`;
}

async function send() {
  const words = text.value.trim();
  if (!words) return;
  const editing = editingId;
  text.value = "";
  grow();
  closePopups();
  stopEditing();
  const done = await (editing === null ? act("say", { text: words }) : act("edit", { message_id: editing, text: words }));
  if (done === null && !text.value) {
    text.value = words;
    grow();
  }
}

function startEditing() {
  const own = [...messages.values()].filter((one) => !one.from.is_bot && one.text).pop();
  if (!own) return;
  editingId = own.message_id;
  $("editing").hidden = false;
  $("editing-text").textContent = own.text;
  text.value = own.text;
  grow();
  text.focus();
}

function stopEditing() {
  if (editingId !== null) text.value = "";
  editingId = null;
  $("editing").hidden = true;
  grow();
}

function drawCommands(start) {
  const fitting = menuData.commands.filter((one) => one.command.startsWith(start));
  const nodes = fitting.map((one) => {
    const description = make("span", "", one.description);
    const language = languageOf(menuData.commands.map((other) => other.description).join(" "));
    if (language) description.lang = language;
    const button = make("button", "", make("span", "command-name", `/${one.command}`), description);
    button.type = "button";
    button.addEventListener("click", () => {
      closePopups();
      text.value = "";
      grow();
      if (!phone.matches || byKeyboard) text.focus();
      act("say", { text: `/${one.command}` });
    });
    return button;
  });
  $("commands").replaceChildren(...(nodes.length ? nodes : [make("p", "none", "The bot has set no commands.")]));
  return fitting.length;
}

const POPUPS = [["commands", "menu"], ["attach-menu", "attach"]];

function closePopups() {
  let closed = null;
  for (const [popup, opener] of POPUPS) {
    if (!$(popup).hidden) closed = $(opener);
    $(popup).hidden = true;
    $(opener).setAttribute("aria-expanded", "false");
  }
  return closed;
}

function togglePopup(popup, opener) {
  const open = $(popup).hidden;
  closePopups();
  if (!open) return;
  $(popup).hidden = false;
  $(opener).setAttribute("aria-expanded", "true");
  const first = $(popup).querySelector("button");
  if (first && byKeyboard) first.focus();
}

function openPanel(open) {
  $("panel").classList.toggle("open", open);
  $("shade").hidden = !open;
  $("panel-open").setAttribute("aria-expanded", String(open));
  if (!phone.matches) return;
  if (open) $("panel-close").focus();
  else if ($("panel").contains(document.activeElement)) $("panel-open").focus();
}

async function sendFile(kind, file) {
  const data = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < data.length; at += 32768) binary += String.fromCharCode(...data.subarray(at, at + 32768));
  act("send", { kind, name: file.name, mime: file.type, content: btoa(binary) });
}

// Wiring

document.addEventListener("keydown", (event) => {
  byKeyboard = true;
  if (event.key !== "Escape") return;
  const opener = closePopups();
  if (opener) opener.focus();
  else if (editingId !== null) stopEditing();
  else if ($("panel").classList.contains("open")) openPanel(false);
});
document.addEventListener("pointerdown", (event) => {
  byKeyboard = false;
  if (!event.target.closest(".popup, #menu, #attach")) closePopups();
});

document.addEventListener("focusin", tabStops);
log.addEventListener("keydown", stepThroughMessages);

$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  } else if (event.key === "ArrowUp" && !text.value) {
    event.preventDefault();
    startEditing();
  }
});
text.addEventListener("input", () => {
  grow();
  const start = /^\/([a-z0-9_]*)$/.exec(text.value);
  const shown = start && drawCommands(start[1]) > 0;
  $("commands").hidden = !shown;
  $("menu").setAttribute("aria-expanded", String(Boolean(shown)));
});
$("menu").addEventListener("click", () => {
  drawCommands("");
  togglePopup("commands", "menu");
});
$("attach").addEventListener("click", () => togglePopup("attach-menu", "attach"));
for (const popup of document.querySelectorAll(".popup")) {
  popup.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...popup.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    buttons[(at + step + buttons.length) % buttons.length].focus();
  });
}
$("attach-menu").addEventListener("click", (event) => {
  const { pick, kind, latitude, longitude } = event.target.dataset;
  closePopups();
  if (pick) $(`pick-${pick}`).click();
  else if (kind === "location") act("send", { kind, latitude: Number(latitude), longitude: Number(longitude) });
  else if (kind) act("send", { kind });
});
for (const kind of ["photo", "document"]) {
  $(`pick-${kind}`).addEventListener("change", (event) => {
    if (event.target.files.length) sendFile(kind, event.target.files[0]);
    event.target.value = "";
  });
}
$("start").addEventListener("click", () => {
  startPressed = true;
  act("say", { text: "/start" });
});
$("unblock").addEventListener("click", () => act("unblock"));
$("block").addEventListener("click", () => act(person.blocked ? "unblock" : "block"));
$("edit-last").addEventListener("click", () => {
  openPanel(false);
  startEditing();
});
$("editing-stop").addEventListener("click", () => {
  stopEditing();
  text.focus();
});
$("language").addEventListener("change", (event) => act("", { language_code: event.target.value || null }));
$("add-person").addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = $("new-name").value.trim();
  if (!name) return;
  const added = await call("people", { first_name: name, language_code: $("language").value || null });
  $("new-name").value = "";
  if (added) choose(added.id);
});
for (const button of document.querySelectorAll("[data-seconds]")) {
  button.addEventListener("click", () => call("clock", { by_seconds: Number(button.dataset.seconds) }));
}
for (const button of document.querySelectorAll("[data-months]")) {
  button.addEventListener("click", () => call("clock", { by_months: Number(button.dataset.months) }));
}
$("clock-reminder").addEventListener("click", () => {
  if (clock && !clock.next) toast("No reminder is planned.");
  else call("clock", { to: "next_reminder" });
});
$("clock-reset").addEventListener("click", () => call("clock", { reset: true }));
$("panel-open").addEventListener("click", () => openPanel(true));
$("panel-close").addEventListener("click", () => openPanel(false));
$("shade").addEventListener("click", () => openPanel(false));
window.addEventListener("hashchange", () => {
  const wanted = Number(window.location.hash.slice(1));
  if (wanted && wanted !== personId) choose(wanted);
});
window.setInterval(tick, 5000);
begin();
