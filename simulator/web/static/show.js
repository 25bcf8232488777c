// The screen of an Echo Show, and the card in the Alexa app.

import { element } from "./log.js";

const byId = (id) => document.getElementById(id);
const RENDER = "Alexa.Presentation.APL.RenderDocument";

export class Show {
  #frame = null;
  #rendererIsHere;

  /** `onTouch` is given the arguments and the component of what was touched. */
  constructor(rendererIsHere, onTouch, onFault) {
    this.#rendererIsHere = rendererIsHere;
    window.addEventListener("message", ({ source, origin, data }) => {
      if (origin !== location.origin || source !== this.#frame?.contentWindow) return;
      if (data.kind === "touch") onTouch(data.arguments, data.component);
      if (data.kind === "fault") onFault(`The screen could not be drawn: ${data.text}`);
    });
  }

  /** Switches the device's screen on or off; it begins empty. */
  async turn(on) {
    byId("show").hidden = !on;
    this.#frame = null;
    byId("show-note").textContent = "";
    if (!on) return;
    if (!this.#rendererIsHere) {
      byId("show-place").replaceChildren(
        element("p", {}, "Amazon’s own renderer draws the screen, and it is not installed here. To install it: ", element("code", { textContent: "make node" }), ", then load this page anew. Everything is spoken all the same."),
      );
      return;
    }
    const frame = element("iframe", { title: "The screen of the device", src: "screen.html" });
    const loaded = new Promise((done) => { frame.onload = done; });
    byId("show-place").replaceChildren(frame);
    await loaded;
    this.#frame = frame;
    byId("show-note").textContent = "Nothing has been put on the screen yet.";
  }

  /** Puts on the screen what this turn says to. */
  turned(turn) {
    if (byId("show").hidden) return;
    const names = turn.directives.map((directive) => directive.type.split(".").pop());
    if (turn.request) {
      byId("show-note").textContent = names.length ? `Sent with this answer: ${names.join(", ")}.` : "This answer puts nothing new on the screen.";
    }
    for (const directive of turn.directives) {
      this.#frame?.contentWindow.postMessage({ kind: directive.type === RENDER ? "draw" : "run", directive }, location.origin);
    }
    if (turn.ends) this.#frame?.contentWindow.postMessage({ kind: "end" }, location.origin);
  }
}

/** Shows the card of this turn, where it has one, as the Alexa app would. */
export function showCard(card) {
  byId("app").hidden = !card;
  byId("app-title").textContent = card?.title ?? "";
  byId("app-text").textContent = card?.text ?? card?.content ?? "";
}
