// The Echo: hears, asks the skill, speaks, listens. The other modules are its parts.

import { Conversation, settings } from "./api.js";
import { Clock, SILENCE } from "./clock.js";
import { Ears } from "./ears.js";
import { SaveAsTest } from "./file.js";
import { Inside } from "./inside.js";
import { Log, element } from "./log.js";
import { Show, WIDE, showCard } from "./show.js";
import { Voice } from "./voice.js";

const byId = (id) => document.getElementById(id);
const CHIPS = ["yes", "no", "I'm not sure", "why do you ask", "what do you mean", "go back", "help", "stop"];
/** Words a second at which people read, for answers that are not spoken. */
const READING = 3.6;

/** How long to wait, in ms, before the browser's microphone is opened once more after nothing. */
const BREATH = 400;

const PHASES = {
  off: ["Alexa is waiting", "Say or type {opening}."],
  thinking: ["One moment", ""],
  speaking: ["Alexa speaks", "Answer any time."],
  listening: ["Microphone open", "Speak or type."],
  hearing: ["Listening to you", "Speak now."],
  shut: ["Microphone closed", "The session is still open."],
};

const here = {
  conversation: null,
  invocation: "",
  phase: "off",
  session: false,
  busy: false,
};

const voice = new Voice(window.speechSynthesis);
const clock = new Clock(showSilence, () => answer(""));
const inside = new Inside();
const saving = new SaveAsTest();
const log = new Log((turn, pressed) => {
  inside.show(turn);
  if (pressed) reveal();
});
const ears = new Ears(window.SpeechRecognition || window.webkitSpeechRecognition, {
  onOpen: () => {
    enter("hearing");
    clock.resume();
  },
  onSound: () => clock.stop(),
  onInterim: (words) => {
    byId("line").value = words;
    clock.stop();
  },
  onShut: () => micIs(false),
  onWords: (words) => {
    byId("line").value = "";
    answer(words);
  },
  onNothing: heardNothing,
  onFailure: earsFailed,
});
let show;

// --- The turn ------------------------------------------------------------------------------------

/** Says a line to the skill, nothing for silence, and plays the answer. */
async function answer(line) {
  if (here.busy || !here.conversation) return;
  quiet();
  // The welcome goes away, and a focus in it must not.
  if (byId("welcome").contains(document.activeElement)) byId("chips").firstChild.focus();
  if (line) log.you(line);
  else log.event("Eight seconds of silence");
  await play(() => here.conversation.hear(line), line);
}

async function touch(parts, component) {
  if (here.busy || !here.conversation) return;
  quiet();
  log.event("You touched the screen");
  await play(() => here.conversation.touch(parts, component), "");
}

async function play(ask, line) {
  here.busy = true;
  enter("thinking");
  closeNotice();
  let turn;
  try {
    turn = await ask();
  } catch (error) {
    await failed(error, line);
    return;
  } finally {
    here.busy = false;
  }
  here.session = !turn.ends;
  log.alexa(turn);
  show.turned(turn);
  if (turn.request) showCard(turn.card);
  if (turn.ends) log.event("The session is over");
  offer();
  await speak(turn);
}

/** Speaks the answer, then listens, unless something else was begun in the meantime. */
async function speak(turn) {
  const spoken = byId("voice").checked && turn.ssml;
  if (spoken) {
    enter("speaking");
    const speech = (here.speech = Symbol("speech"));
    const trouble = await voice.say(turn.ssml, byId("locale").value);
    if (speech !== here.speech) return;
    if (trouble) {
      byId("voice").checked = false;
      say(`${trouble} Switch “Alexa speaks aloud” on to try again.`);
    }
  }
  if (turn.ends) enter("off");
  else if (!turn.listening) enter("shut");
  else listen(byId("voice").checked || !turn.says ? 0 : readingTime(turn.says));
}

/** Opens the microphone of the Echo, and in hands-free mode that of the browser. */
function listen(before = 0) {
  enter("listening");
  if (byId("clock").checked && !byId("line").value) clock.start(before);
  if (byId("hands-free").checked) hear();
}

/** Opens the browser's microphone. The silence counts once it is open: somebody may be asked first. */
function hear() {
  clock.pause();
  micIs(true);
  ears.start(byId("locale").value);
}

/** The browser heard nothing, or no words; what is left of the silence goes on. */
function heardNothing() {
  byId("line").value = "";
  if (!here.session) {
    enter("off");
    return;
  }
  enter("listening");
  if (byId("clock").checked && !clock.running) clock.start();
  if (byId("hands-free").checked) {
    setTimeout(() => { if (here.phase === "listening" && !ears.open) hear(); }, BREATH);
  }
}

/** Stops the silence for somebody who looks around or writes. */
function hold() {
  clock.stop();
  if (here.phase === "listening") enter("listening");
}

/** Ends what sounds and listens, before something new begins. */
function quiet() {
  here.speech = null;
  clock.stop();
  voice.stop();
  ears.stop();
}

// --- What fails ----------------------------------------------------------------------------------

async function failed(error, line) {
  say(error.message);
  if (line) byId("line").value = line;
  if (error.gone) await begin();
  else enter(here.session ? "shut" : "off");
}

async function earsFailed(sentence) {
  byId("hands-free").checked = false;
  say(sentence);
  enter(here.session ? "listening" : "off");
  // Whoever lies there without the screen in sight must hear it, too.
  if (byId("voice").checked) await voice.say(spokenAloud(sentence), "en");
  if (here.phase === "listening" && byId("clock").checked) clock.start(readingTime(sentence));
}

function spokenAloud(sentence) {
  return `<speak>${sentence.replaceAll("&", "and").replaceAll("<", "")}</speak>`;
}

function say(sentence) {
  byId("notice-text").textContent = sentence;
  byId("notice").hidden = false;
}

function closeNotice() {
  byId("notice").hidden = true;
}

// --- What is seen --------------------------------------------------------------------------------

function enter(phase) {
  here.phase = phase;
  const [title, hint] = PHASES[phase];
  byId("light").dataset.phase = phase;
  byId("light").style.setProperty("--gone", "0");
  byId("phase").textContent = title;
  byId("hint").textContent = hint.replace("{opening}", `“${here.conversation?.opening ?? ""}”`);
  byId("hush").hidden = phase !== "speaking";
}

function showSilence(left) {
  byId("light").style.setProperty("--gone", String(Math.max(0, 1 - left / SILENCE)));
  const seconds = Math.ceil(left / 1000);
  byId("hint").textContent = left > SILENCE ? "Take your time to read." : `${PHASES[here.phase][1]} Asks again in ${seconds}\u00a0s.`;
}

function readingTime(words) {
  return (words.split(" ").length / READING) * 1000;
}

function micIs(on) {
  byId("mic").setAttribute("aria-pressed", String(on));
}

/** Offers things to say. They change when a session begins or ends, and then focus is not lost. */
function offer() {
  const words = here.session ? CHIPS : [here.conversation.opening];
  const chips = byId("chips");
  if (chips.dataset.words === words.join()) return;
  const focused = chips.contains(document.activeElement);
  chips.dataset.words = words.join();
  chips.replaceChildren(
    ...words.map((one) => element("button", { type: "button", textContent: one, onclick: () => answer(one) })),
  );
  if (focused) chips.firstChild.focus({ preventScroll: true });
}

function reveal() {
  byId("inside").open = true;
  byId("inside").scrollIntoView({ block: "nearest", behavior: "smooth" });
}

async function whereVoiceGoes() {
  const place = await ears.place(byId("locale").value);
  byId("where-voice-goes").textContent = {
    here: "What you say aloud stays on this computer.",
    elsewhere: "Speech may become text on servers of your browser’s maker. What you type stays here.",
    nowhere: "This browser cannot turn speech into text; what you type stays on this computer.",
  }[place];
}

// --- What is pressed -----------------------------------------------------------------------------

/** Begins anew, with the device as it is set. */
async function begin() {
  quiet();
  const screen = byId("device").querySelector("[value=screen]").checked;
  try {
    here.conversation = await Conversation.begin(byId("locale").value, screen);
  } catch (error) {
    here.conversation = null;
    say(error.message);
    return;
  }
  here.session = false;
  byId("model").textContent = here.conversation.model;
  log.clear();
  inside.clear();
  showCard(null);
  offer();
  enter("off");
  show.turn(screen);
  whereVoiceGoes();
}

function wire() {
  byId("say").onsubmit = (event) => {
    event.preventDefault();
    const words = byId("line").value.trim();
    if (!words || here.busy) return;
    byId("line").value = "";
    answer(words);
  };
  byId("line").oninput = () => {
    if (ears.open) ears.stop();
    if (here.session && here.phase === "hearing") enter("listening");
    if (byId("line").value) hold();
    else if (here.phase === "listening" && byId("clock").checked) clock.start();
  };
  // Whoever reads what is behind a turn does not stay silent.
  for (const kind of ["focusin", "pointerdown"]) byId("device").addEventListener(kind, hold);
  byId("mic").onclick = () => {
    if (ears.open) {
      ears.stop();
      byId("hands-free").checked = false;
      if (here.session) listen();
      else enter("off");
    } else {
      quiet();
      closeNotice();
      hear();
    }
  };
  byId("open").onclick = () => answer(here.conversation.opening);
  byId("open-free").onclick = () => {
    byId("hands-free").checked = true;
    answer(here.conversation.opening);
  };
  byId("hands-free").onchange = ({ target }) => {
    if (target.checked && here.phase === "listening") hear();
    if (!target.checked && ears.open) {
      ears.stop();
      if (here.session) listen();
      else enter("off");
    }
  };
  byId("voice").onchange = () => {
    closeNotice();
    voice.stop();
  };
  byId("clock").onchange = ({ target }) => {
    if (here.phase !== "listening") return;
    if (target.checked) clock.start();
    else hold();
  };
  byId("hush").onclick = () => voice.stop();
  byId("notice-close").onclick = closeNotice;
  byId("save").onclick = () => {
    quiet();
    if (here.session) enter("listening");
    saving.open(here.conversation);
  };
  byId("file").onclose = () => {
    if (here.session && here.phase === "listening") listen();
  };
  byId("locale").onchange = begin;
  document.querySelectorAll("[name=kind]").forEach((kind) => { kind.onchange = begin; });
  document.onkeydown = ({ key }) => {
    if (key !== "Escape" || byId("file").open) return;
    voice.stop();
    if (ears.open) byId("mic").click();
  };
}

async function start() {
  wire();
  byId("inside").open = matchMedia(WIDE).matches;
  let known;
  try {
    known = await settings();
  } catch (error) {
    say(error.message);
    return;
  }
  const names = new Intl.DisplayNames("en", { type: "language", languageDisplay: "standard" });
  byId("locale").replaceChildren(
    ...known.locales.map((locale) => element("option", { value: locale, textContent: names.of(locale), selected: locale === "en-US" })),
  );
  show = new Show(known.renderer, touch, say);
  await begin();
}

start();
