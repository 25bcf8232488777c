// The screen of an Echo Show, and the card in the Alexa app.

import { element } from "./log.js";

const byId = (id) => document.getElementById(id);
/** Where the details stand beside the conversation, and not below it. */
export const WIDE = "(min-width: 62rem)";
const RENDER = "Alexa.Presentation.APL.RenderDocument";

export class Show {
  #frame = null;
  #loaded = Promise.resolve();
  #rendererIsHere;

  /** `onTouch` is given the arguments and the component of what was touched. */
  constructor(rendererIsHere, onTouch, onFault) {
    this.#rendererIsHere = rendererIsHere;
    window.addEventListener("message", ({ source, origin, data }) => {
      if (origin !== location.origin || source !== this.#frame?.contentWindow) return;
      if (data.kind === "touch") onTouch(data.arguments, data.component);
      if (data.kind === "drawn") byId("show-note").textContent = "Drawn by Amazon’s own renderer. Touch it as you would the device.";
      if (data.kind === "fault") onFault(`The screen could not be drawn: ${data.text}`);
    });
  }

  /** Switches the device's screen on or off; it begins empty. */
  turn(on) {
    byId("show").hidden = !on;
    byId("show-note").textContent = "";
    this.#frame = null;
    this.#loaded = Promise.resolve();
    if (!on) return;
    if (!this.#rendererIsHere) {
      byId("show-place").replaceChildren(
        element("p", {}, "Amazon’s own renderer draws the screen, and it is not installed here. To install it: ", element("code", { textContent: "make node" }), ", then load this page anew. Everything is spoken all the same."),
      );
      return;
    }
    const frame = element("iframe", { title: "The screen of the device", src: "screen.html" });
    this.#frame = frame;
    this.#loaded = new Promise((done) => { frame.onload = done; });
    byId("show-place").replaceChildren(frame);
    byId("show-note").textContent = "Nothing has been put on the screen yet.";
  }

  /** Puts on the screen what this turn says to. */
  async turned(turn) {
    const frame = this.#frame;
    if (!frame) return;
    if (turn.request && !turn.directives.length) byId("show-note").textContent = "This answer puts nothing new on the screen.";
    const messages = turn.directives.map((directive) => ({ kind: directive.type === RENDER ? "draw" : "run", directive }));
    if (turn.ends) messages.push({ kind: "end" });
    await this.#loaded;
    for (const message of messages) frame.contentWindow?.postMessage(message, location.origin);
  }
}

/** Shows the card of this turn, where it has one, as the Alexa app would. */
export function showCard(card) {
  byId("app").hidden = !card;
  byId("app-title").textContent = card?.title ?? "";
  byId("app-text").textContent = card?.text ?? card?.content ?? "";
  // On a phone that would take the conversation out of sight.
  if (card && matchMedia(WIDE).matches) byId("app").scrollIntoView({ block: "nearest" });
}
