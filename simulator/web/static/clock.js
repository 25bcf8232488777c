// The silence after which Alexa asks again.

export const SILENCE = 8000;
const TICK = 200;

export class Clock {
  #timer = 0;
  #left = 0;

  /** `onTick` is given the ms that are left; `onSilence` is called when none are. */
  constructor(onTick, onSilence) {
    Object.assign(this, { onTick, onSilence });
  }

  get running() {
    return this.#timer !== 0;
  }

  /** Begins anew; `before` is how many ms pass first that do not count. */
  start(before = 0) {
    this.stop();
    this.#left = SILENCE + before;
    this.resume();
  }

  /** Goes on where it was paused; not at all where it was stopped. */
  resume() {
    if (this.running || this.#left <= 0) return;
    let last = performance.now();
    this.onTick(this.#left);
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.#left -= now - last;
      last = now;
      if (this.#left > 0) {
        this.onTick(this.#left);
      } else {
        this.stop();
        this.onSilence();
      }
    }, TICK);
  }

  pause() {
    clearInterval(this.#timer);
    this.#timer = 0;
  }

  stop() {
    this.pause();
    this.#left = 0;
  }
}
