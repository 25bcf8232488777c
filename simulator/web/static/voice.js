// Alexa's voice: the browser's speech synthesis, which may exist and still have nothing to say.

import { parts } from "./ssml.js";

/** How long a voice may take to begin before it is given up, in ms. */
const PATIENCE = 5000;

const REASONS = {
  "not-allowed": "The browser lets a page speak only after you have clicked or typed in it.",
  none: "This browser has no voice for this language, so answers are in writing.",
  late: "The browser’s voice did not begin to speak, so answers are in writing.",
  other: "The browser’s voice failed, so answers are in writing.",
};

export class Voice {
  #synthesis;
  #speech = 0;
  #wake = () => {};

  constructor(synthesis) {
    this.#synthesis = synthesis;
    // Browsers load their voices late; to ask once makes them begin.
    synthesis?.getVoices();
  }

  /** Says it all. Gives "" when it was said or stopped, or else a sentence on why not. */
  async say(ssml, locale) {
    this.stop();
    const speech = this.#speech;
    const voice = await this.#voice(locale);
    for (const part of parts(ssml, locale)) {
      if (speech !== this.#speech) return "";
      if (!voice) return REASONS.none;
      const failed = part.text ? await this.#speak(part, voice) : await this.#pause(part.pause);
      if (failed) return failed;
    }
    return "";
  }

  stop() {
    this.#speech += 1;
    this.#synthesis?.cancel();
    this.#wake();
  }

  /** Its own maker's voice on this computer rather than one over the network; null where none is. */
  async #voice(locale) {
    if (!this.#synthesis) return null;
    if (!this.#synthesis.getVoices().length) await this.#voicesOrTimeout();
    const language = locale.split("-")[0];
    const rank = (voice) => (voice.lang.replace("_", "-") === locale ? 2 : 0) + (voice.localService ? 1 : 0);
    const able = this.#synthesis.getVoices().filter((voice) => voice.lang.split(/[-_]/)[0] === language);
    return able.sort((a, b) => rank(b) - rank(a))[0] ?? null;
  }

  #voicesOrTimeout() {
    return new Promise((done) => {
      this.#synthesis.addEventListener?.("voiceschanged", done, { once: true });
      setTimeout(done, 1000);
    });
  }

  #speak({ text, rate }, voice) {
    return new Promise((done) => {
      const said = new SpeechSynthesisUtterance(text);
      Object.assign(said, { voice, lang: voice.lang, rate });
      const late = setTimeout(() => {
        done(REASONS.late);
        this.#synthesis.cancel();
      }, PATIENCE);
      const end = (reason) => {
        clearTimeout(late);
        done(reason);
      };
      this.#wake = () => end("");
      said.onstart = () => clearTimeout(late);
      said.onend = () => end("");
      said.onerror = ({ error }) => {
        const stopped = error === "canceled" || error === "interrupted";
        end(stopped ? "" : REASONS[error] || REASONS.other);
      };
      this.#synthesis.speak(said);
    });
  }

  #pause(milliseconds) {
    return new Promise((done) => {
      const over = setTimeout(done, milliseconds, "");
      this.#wake = () => {
        clearTimeout(over);
        done("");
      };
    });
  }
}
