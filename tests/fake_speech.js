// A voice and ears for tests, in the place of the browser's own. `speech` says what they do.
"use strict";

const speech = (window.speech = {
  voices: [
    { lang: "en-US", name: "Remote", localService: false },
    { lang: "en-GB", name: "Britain", localService: true },
    { lang: "en-US", name: "Here", localService: true },
  ],
  // What the voice does: "speaks", "fails:<error>", or "never" begins.
  voice: "speaks",
  // What the ears do: "listen", "fail:<error>", "throw", "never" begin, or "shut" at once.
  ears: "listen",
  said: [],
  rates: [],
  heardIn: [],
  open: null,

  // Somebody says words to the microphone that is open.
  hear(words) {
    const open = speech.open;
    open.onspeechstart?.();
    const part = Object.assign([{ transcript: words }], { isFinal: false });
    open.onresult({ results: [part] });
    part.isFinal = true;
    open.onresult({ results: [part] });
    open.finish();
  },
});

window.SpeechSynthesisUtterance = class {
  constructor(text) { this.text = text; }
};

Object.defineProperty(window, "speechSynthesis", {
  value: {
    getVoices: () => speech.voices,
    addEventListener() {},
    speak(utterance) {
      this.speaking = utterance;
      const [what, error] = speech.voice.split(":");
      if (what === "never") return;
      setTimeout(() => {
        if (what === "fails") return utterance.onerror({ error });
        speech.said.push([utterance.voice.name, utterance.text]);
        speech.rates.push(utterance.rate);
        utterance.onstart();
        setTimeout(() => utterance.onend(), 50);
      }, 10);
    },
    cancel() {
      this.speaking?.onerror({ error: "canceled" });
      this.speaking = null;
    },
  },
});

window.SpeechRecognition = window.webkitSpeechRecognition = class {
  start() {
    speech.heardIn.push(this.lang);
    const [what, error] = speech.ears.split(":");
    if (what === "throw") throw new DOMException("no", "InvalidStateError");
    if (what === "never") return;
    setTimeout(() => {
      if (what === "fail") {
        this.onerror({ error });
        this.finish();
      } else {
        speech.open = this;
        this.onstart();
        if (what === "shut") this.finish();
      }
    }, 10);
  }
  abort() {
    setTimeout(() => {
      this.onerror({ error: "aborted" });
      this.finish();
    }, 0);
  }
  finish() {
    if (speech.open === this) speech.open = null;
    this.onend();
  }
};
