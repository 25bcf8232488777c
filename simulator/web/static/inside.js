// What is behind a turn, for developers.

import { element } from "./log.js";

const byId = (id) => document.getElementById(id);

export class Inside {
  clear() {
    byId("inside-empty").hidden = false;
    byId("inside-turn").hidden = true;
  }

  show(turn) {
    byId("inside-empty").hidden = true;
    byId("inside-turn").hidden = false;
    byId("inside-which").textContent = turn.heard ? `“${turn.heard}”` : "Nothing was said.";
    const facts = Object.entries(known(turn)).filter(([, value]) => value);
    byId("facts").replaceChildren(
      ...facts.flatMap(([name, value]) => [
        element("dt", { textContent: name }),
        element("dd", { textContent: value }),
      ]),
    );
    const open = new Set([...byId("json").querySelectorAll("details[open]")].map((one) => one.dataset.name));
    byId("json").replaceChildren(
      json("Request", turn.request, open),
      json("Response", turn.response, open),
      json("Session attributes", turn.attributes, open),
    );
  }
}

function known(turn) {
  const values = Object.entries(turn.slots).map(
    ([name, all]) => `${name}: ${all.map(({ heard, id }) => `“${heard}” = ${id}`).join(", ")}`,
  );
  const answers = Object.entries(turn.answers).map(([question, answer]) => `${question}=${answer}`);
  const { decided } = turn;
  return {
    Understood: turn.intent,
    Slots: values.join("; "),
    Asks: turn.asks,
    Answers: answers.join(" "),
    Decided: decided && `${decided.urgency}, ${decided.action}, ${decided.pathway}, ${decided.back_linked ? "linked to the back" : "not linked to the back"}`,
    Because: decided?.reasons.join(" "),
    Reprompt: turn.reprompt,
    Microphone: turn.listening ? "open" : "closed",
    Session: turn.ends ? "over" : "open",
    Time: `${turn.ms.toFixed(2)} ms in the skill`,
  };
}

function json(name, value, open) {
  const text = JSON.stringify(value, null, 2);
  const size = new TextEncoder().encode(JSON.stringify(value)).length;
  const copy = element("button", { type: "button", className: "quiet", textContent: "Copy" });
  copy.setAttribute("aria-label", `Copy the ${name.toLowerCase()}`);
  copy.onclick = () => copied(text, copy);
  const pre = element("pre", { tabIndex: 0 }, ...coloured(text));
  pre.setAttribute("role", "region");
  pre.setAttribute("aria-label", name);
  const summary = element("summary", {}, name, element("span", { className: "small", textContent: `${size.toLocaleString("en")} bytes` }));
  const details = element("details", { open: open.has(name) }, summary, copy, pre);
  details.dataset.name = name;
  return details;
}

/** Copies, and says on the button whether it could. */
export async function copied(text, button) {
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not allowed to copy";
  }
  setTimeout(() => { button.textContent = before; }, 2000);
}

function coloured(text) {
  return text.split(/^(\s*"[^"]*"(?=:))/m).map((piece, index) =>
    index % 2 ? element("span", { className: "key", textContent: piece }) : piece,
  );
}
