const OLDER_AT_FIRST = 50;
const PING_AFTER_MILLIS = 20_000;
const SILENCE_MILLIS = 40_000;
const OPENING_MILLIS = 15_000;
const FIRST_WAIT_MILLIS = 500;
const LONGEST_WAIT_MILLIS = 15_000;
const SETTLED_MILLIS = 5_000;
const LONGEST_ORDERED_WAIT_MILLIS = 600_000;

/**
 * One WebSocket to the gateway at a time, opened again when it is lost.
 *
 *   closed --open()--> connecting --welcome--> live
 *                        ^    |                 |
 *                        |    +----lost---------+---> waiting
 *                        +-----------time passed---------+
 *
 * Each subscription resumes after the last cursor seen of it, so nothing is missed in between; the gateway may say an
 * alert twice, and the listener is the one to drop the repeat.
 *
 * The listener has `prepare()` (before each attempt; a rejection counts as a lost session), `changed()`,
 * `subscribed(frame)`, `alert(alert)`, `gap(frame)` and `problem(problem)`.
 */
export class Session {
  /** closed, connecting, live or waiting */
  state = "closed";
  /** when waiting ends, in milliseconds since 1970 */
  retryAt = 0;
  /** attempts that failed since a session was last live */
  failures = 0;
  /** those of them in which all but the WebSocket itself went well */
  refusals = 0;
  /** subscriptions that the gateway has confirmed in this session */
  confirmed = new Set();

  #key;
  #listener;
  #socket = null;
  #timer = 0;
  #wait = FIRST_WAIT_MILLIS;
  #attempt = 0;
  #wanted = new Set();
  #asked = new Set();
  #cursors = new Map();
  #lastHeard = 0;
  #pinged = 0;
  #liveSince = 0;

  constructor(key, listener) {
    this.#key = key;
    this.#listener = listener;
  }

  open() {
    clearTimeout(this.#timer);
    this.#connect();
  }

  close() {
    this.#drop();
    this.#become("closed");
  }

  /** Ends a wait early: the reader asks for it, or the network is back. */
  retryNow() {
    if (this.state === "waiting") {
      this.open();
    }
  }

  /** From now on, exactly these subscriptions. */
  want(ids) {
    this.#wanted = new Set(ids);
    this.#reconcile();
  }

  /** Call it every second or so; a hidden page may do with less. */
  tick() {
    if (this.state !== "live") {
      return;
    }
    const now = Date.now();
    // A hidden page's clock ticks only once a minute: silence counts from a ping that had the time to be answered.
    if (this.#pinged > this.#lastHeard) {
      if (now - this.#pinged >= SILENCE_MILLIS - PING_AFTER_MILLIS) {
        this.#lost();
      }
    } else if (now - Math.max(this.#lastHeard, this.#pinged) >= PING_AFTER_MILLIS) {
      this.ping();
    }
  }

  ping() {
    if (this.state === "live") {
      this.#pinged = Math.max(Date.now(), this.#lastHeard + 1);
      this.#send({ type: "ping" });
    }
  }

  async #connect() {
    this.#drop();
    const attempt = this.#attempt;
    this.#become("connecting");
    try {
      await this.#listener.prepare();
    } catch {
      this.#lostIn(attempt);
      return;
    }
    if (attempt !== this.#attempt) {
      return;
    }
    const url = new URL("/v1/stream", location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    url.hash = "";
    const socket = new WebSocket(url, ["tocsin.v1", `tocsin.key.${this.#key}`]);
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#lostIn(attempt), OPENING_MILLIS);
    socket.onmessage = (event) => this.#heard(event.data);
    socket.onclose = () => this.#lostIn(attempt);
  }

  #heard(text) {
    this.#lastHeard = Date.now();
    let frame;
    try {
      frame = JSON.parse(text);
    } catch {
      return;
    }
    switch (frame.type) {
      case "alert":
        this.#cursors.set(frame.alert.subscription, frame.alert.cursor);
        this.#listener.alert(frame.alert);
        break;
      case "welcome":
        clearTimeout(this.#timer);
        this.#liveSince = Date.now();
        this.failures = 0;
        this.refusals = 0;
        this.#become("live");
        this.#reconcile();
        break;
      case "subscribed":
        this.confirmed.add(frame.subscription);
        if (frame.after && !this.#cursors.has(frame.subscription)) {
          this.#cursors.set(frame.subscription, frame.after);
        }
        this.#listener.subscribed(frame);
        break;
      case "unsubscribed":
        this.confirmed.delete(frame.subscription);
        break;
      case "gap":
        this.#cursors.set(frame.subscription, frame.cursor);
        this.#listener.gap(frame);
        break;
      case "error":
        this.#listener.problem(frame.problem ?? {});
        break;
      case "reconnect":
        this.#waitFor(Math.min(Math.max(0, Number(frame.afterMillis) || 0), LONGEST_ORDERED_WAIT_MILLIS));
        break;
    }
  }

  #reconcile() {
    if (this.state !== "live") {
      return;
    }
    for (const id of this.#wanted) {
      if (!this.#asked.has(id)) {
        this.#asked.add(id);
        const after = this.#cursors.get(id);
        this.#send({ type: "subscribe", subscription: id, ...(after ? { after } : { last: OLDER_AT_FIRST }) });
      }
    }
    for (const id of this.#asked) {
      if (!this.#wanted.has(id)) {
        this.#asked.delete(id);
        this.confirmed.delete(id);
        this.#send({ type: "unsubscribe", subscription: id });
      }
    }
  }

  #send(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(frame));
    }
  }

  #lostIn(attempt) {
    if (attempt === this.#attempt) {
      this.#lost();
    }
  }

  #lost() {
    this.failures++;
    if (this.state === "connecting" && this.#socket) {
      this.refusals++;
    }
    if (this.state === "live" && Date.now() - this.#liveSince >= SETTLED_MILLIS) {
      this.#wait = FIRST_WAIT_MILLIS;
    }
    const longest = this.#wait;
    this.#wait = Math.min(longest * 2, LONGEST_WAIT_MILLIS);
    this.#waitFor(longest / 2 + (Math.random() * longest) / 2);
  }

  #waitFor(millis) {
    this.#drop();
    this.retryAt = Date.now() + millis;
    this.#timer = setTimeout(() => this.#connect(), millis);
    this.#become("waiting");
  }

  /** Forgets the socket; what it still says or how it ends is not heard. */
  #drop() {
    this.#attempt++;
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    this.#asked.clear();
    this.confirmed.clear();
    this.#pinged = 0;
    if (socket) {
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    }
  }

  #become(state) {
    this.state = state;
    this.#listener.changed();
  }
}
