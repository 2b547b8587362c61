/** How many posts the page shows at once. */
export const SHOWN = 500;
/** A quiet subscription keeps this many posts, however loud its neighbours are. */
const KEPT_OF_EACH = 50;
const KEPT_AT_MOST = 2_000;
/** Old posts are let go of in one sweep per so many new ones. */
const SWEEP = 100;

/** Remembers the newest so many strings. */
class Recent {
  #older = new Set();
  #newer = new Set();
  #half;

  constructor(count) {
    this.#half = count / 2;
  }

  has(text) {
    return this.#newer.has(text) || this.#older.has(text);
  }

  add(text) {
    this.#newer.add(text);
    if (this.#newer.size >= this.#half) {
      this.#older = this.#newer;
      this.#newer = new Set();
    }
  }
}

/**
 * The posts that alerts were raised about: one entry per post, whatever number of subscriptions it matched.
 *
 * Bounded. An entry whose post was deleted holds nothing of the post but its name.
 */
export class Alerts {
  /** entries let go of since the page was opened */
  dropped = 0;
  /** counts the entries there ever were; an entry's `arrival` is its number */
  arrivals = 0;

  // In the order in which the alerts were raised, oldest first: nearly every new one goes to the end.
  #entries = [];
  #byPost = new Map();
  #repeats = new Recent(40_000);
  #deleted = new Recent(20_000);
  #held = Infinity;
  #droppedWhileHeld = 0;
  #nextSweep = SHOWN + SWEEP;

  /** Takes one alert; answers whether it is the first time. */
  take(alert) {
    const name = `${alert.type} ${alert.id}`;
    if (this.#repeats.has(name)) {
      return false;
    }
    this.#repeats.add(name);
    if (alert.type === "subscription.paused") {
      return true; // about the subscription: there is no post to show
    }
    const key = JSON.stringify([alert.post.source, alert.post.id]);
    if (alert.type === "alert.retracted" || alert.post.deleted) {
      this.#delete(key);
    }
    if (alert.type !== "alert.retracted") {
      this.#raise(key, alert);
    }
    return true;
  }

  /** Keeps the reader's page as it is: entries to come wait until the release. */
  hold() {
    if (this.#held === Infinity) {
      this.#held = this.arrivals;
      this.#droppedWhileHeld = 0;
    }
  }

  release() {
    this.#held = Infinity;
    this.#sweep();
  }

  /** The entries to show, newest first: all, or those of one subscription. */
  shown(subscription) {
    const shown = [];
    for (let i = this.#entries.length - 1; i >= 0 && shown.length < SHOWN; i--) {
      const entry = this.#entries[i];
      if (entry.arrival <= this.#held && (!subscription || entry.spans.has(subscription))) {
        shown.push(entry);
      }
    }
    return shown;
  }

  /** How many entries wait for the release, and whether there were more than the page keeps. */
  waiting(subscription) {
    let count = 0;
    if (this.#held !== Infinity) {
      for (const entry of this.#entries) {
        if (entry.arrival > this.#held && (!subscription || entry.spans.has(subscription))) {
          count++;
        }
      }
    }
    return { count, more: this.#droppedWhileHeld > 0 };
  }

  get holding() {
    return this.#held !== Infinity;
  }

  /** The subscription is no more; what only it had found goes with it. */
  forget(subscription) {
    this.#entries = this.#entries.filter((entry) => {
      if (entry.spans.delete(subscription)) {
        entry.version++;
        if (entry.spans.size === 0) {
          this.#byPost.delete(entry.key);
          return false;
        }
      }
      return true;
    });
  }

  #raise(key, alert) {
    const post = this.#deleted.has(key) ? tombstone(alert.post) : alert.post;
    const raisedAt = Date.parse(alert.raisedAt) || Date.now();
    let entry = this.#byPost.get(key);
    if (!entry) {
      const times = { received: alert.receivedAt, raised: alert.raisedAt };
      entry = { key, arrival: ++this.arrivals, raisedAt, times, post, spans: new Map(), unfolded: false, why: null, version: 0 };
      this.#byPost.set(key, entry);
      this.#insert(entry);
    } else if (!entry.post.deleted && entry.post.text !== post.text) {
      // The post was edited in between; spans of the old text mean nothing in the new one.
      entry.post = post;
      for (const subscription of entry.spans.keys()) {
        entry.spans.set(subscription, []);
      }
      entry.why = null;
    }
    entry.spans.set(alert.subscription, entry.post.deleted ? [] : (alert.spans ?? []));
    entry.version++;
  }

  #delete(key) {
    this.#deleted.add(key);
    const entry = this.#byPost.get(key);
    if (entry && !entry.post.deleted) {
      entry.post = tombstone(entry.post);
      entry.why = null;
      for (const subscription of entry.spans.keys()) {
        entry.spans.set(subscription, []);
      }
      entry.version++;
    }
  }

  #insert(entry) {
    let at = this.#entries.length;
    while (at > 0 && this.#entries[at - 1].raisedAt > entry.raisedAt) {
      at--;
    }
    this.#entries.splice(at, 0, entry);
    if (this.#entries.length >= this.#nextSweep) {
      this.#sweep();
    }
  }

  #sweep() {
    let waiting = 0;
    let others = 0;
    const ofEach = new Map();
    const kept = [];
    for (let i = this.#entries.length - 1; i >= 0; i--) {
      const entry = this.#entries[i];
      const onPage = this.#held !== Infinity && entry.arrival <= this.#held;
      let stays = onPage || (this.#held === Infinity ? others++ : waiting++) < SHOWN;
      for (const subscription of entry.spans.keys()) {
        const count = ofEach.get(subscription) ?? 0;
        ofEach.set(subscription, count + 1);
        stays ||= count < KEPT_OF_EACH && kept.length < KEPT_AT_MOST;
      }
      if (stays) {
        kept.push(entry);
      } else {
        this.#byPost.delete(entry.key);
        this.dropped++;
        this.#droppedWhileHeld++;
      }
    }
    this.#entries = kept.reverse();
    this.#nextSweep = this.#entries.length + SWEEP;
  }
}

function tombstone(post) {
  return { id: post.id, source: post.source, deleted: true };
}
