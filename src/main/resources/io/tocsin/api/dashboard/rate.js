const SECONDS = 600;

/** How many alerts were raised in each of the last ten minutes' seconds. */
export class Rate {
  #counts = new Uint32Array(SECONDS);
  #newest = Math.floor(Date.now() / 1000);

  add(atMillis) {
    const second = Math.floor(Math.min(atMillis, Date.now()) / 1000);
    this.#advance(Math.floor(Date.now() / 1000));
    if (second > this.#newest - SECONDS && second <= this.#newest) {
      this.#counts[second % SECONDS]++;
    }
  }

  perMinute() {
    return this.sums(60).at(-1);
  }

  /** Sums over so many seconds each, oldest first. */
  sums(seconds) {
    this.#advance(Math.floor(Date.now() / 1000));
    const sums = new Array(SECONDS / seconds).fill(0);
    for (let i = 0; i < SECONDS; i++) {
      sums[Math.floor(i / seconds)] += this.#counts[(this.#newest + 1 + i) % SECONDS];
    }
    return sums;
  }

  #advance(second) {
    const passed = Math.min(second - this.#newest, SECONDS);
    for (let i = 1; i <= passed; i++) {
      this.#counts[(second - passed + i) % SECONDS] = 0;
    }
    this.#newest = Math.max(this.#newest, second);
  }
}
