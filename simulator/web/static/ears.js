// The browser's speech recognition, which may exist and still hear nothing.

/** How long it may take to begin before it is given up, in ms. Long: a person may be asked first. */
const PATIENCE = 30000;

const REASONS = {
  missing: "This browser cannot turn speech into text. Chrome, Edge and Safari can. Typing always works.",
  "not-allowed": "The browser may not use the microphone. Allow it beside the address, then press the microphone again. Typing always works.",
  "service-not-allowed": "This browser does not allow speech to be turned into text here. Typing always works.",
  "audio-capture": "No microphone was found. Connect one and press the microphone again. Typing always works.",
  network: "The browser’s speech service cannot be reached, so you were not heard. Typing always works.",
  "language-not-supported": "The browser cannot understand speech in this language. Typing always works.",
  late: "The browser’s microphone did not start, so you were not heard. Typing always works.",
  other: "The browser’s speech recognition failed, so you were not heard. Typing always works.",
};

export class Ears {
  #Recognition;
  #running = null;
  #local = false;

  /**
   * The callbacks: onOpen (it listens), onSound (somebody speaks), onInterim(words so far), onShut
   * (it listens no more), and then one of onWords(what was said), onNothing, onFailure(a sentence).
   */
  constructor(Recognition, callbacks) {
    this.#Recognition = Recognition;
    Object.assign(this, callbacks);
  }

  get open() {
    return this.#running !== null;
  }

  /** Where speech in this language is turned into text: "here", "elsewhere" or "nowhere". */
  async place(locale) {
    this.#local = false;
    if (!this.#Recognition) return "nowhere";
    try {
      const asked = { langs: [locale], processLocally: true };
      this.#local = (await this.#Recognition.available?.(asked)) === "available";
    } catch {
      // Not a language that it knows of; then it is not here.
    }
    return this.#local ? "here" : "elsewhere";
  }

  /** Listens for one utterance; what comes of it is told to the callbacks. */
  start(locale) {
    this.stop();
    if (!this.#Recognition) {
      this.onShut();
      this.onFailure(REASONS.missing);
      return;
    }
    const recognition = new this.#Recognition();
    let said = "";
    let failure = "";
    const late = setTimeout(() => fail("late"), PATIENCE);
    // What ends is told once, and never of a recognition that was replaced or stopped.
    const close = () => {
      clearTimeout(late);
      if (this.#running !== recognition) return;
      this.#running = null;
      this.onShut();
      if (failure) this.onFailure(REASONS[failure] || REASONS.other);
      else if (said) this.onWords(said);
      else this.onNothing();
    };
    const fail = (reason) => {
      failure = reason;
      recognition.abort();
      close();
    };
    Object.assign(recognition, { lang: locale, interimResults: true, continuous: false, maxAlternatives: 1 });
    if (this.#local) recognition.processLocally = true;
    recognition.onstart = () => {
      clearTimeout(late);
      if (this.#running === recognition) this.onOpen();
    };
    recognition.onspeechstart = () => this.onSound();
    recognition.onresult = ({ results }) => {
      const all = [...results];
      const words = all.map((result) => result[0].transcript).join("").trim();
      if (all.every((result) => result.isFinal)) said = words;
      this.onInterim(words);
    };
    recognition.onerror = ({ error }) => {
      // Nothing was said, or we stopped it: no failure. The silence has a clock of its own.
      if (error !== "no-speech" && error !== "aborted") failure = error;
    };
    recognition.onend = close;
    this.#running = recognition;
    try {
      recognition.start();
    } catch {
      fail("other");
    }
  }

  stop() {
    const recognition = this.#running;
    if (!recognition) return;
    this.#running = null;
    recognition.abort();
    this.onShut();
  }
}
