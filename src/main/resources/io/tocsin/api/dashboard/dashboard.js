import { render } from "/webjars/lit-html/lit-html.js";
import { Alerts } from "./alerts.js";
import { Gateway, Problem } from "./gateway.js";
import { Rate } from "./rate.js";
import { Session } from "./session.js";
import { page, sessionText, signIn } from "./views.js";

/**
 * The page: its state, and what happens to it. What is seen is a function of the state (views.js), drawn at most once
 * per frame; nothing else touches the document, but for the focus and the scroll position.
 */

const KEY = "tocsin.key";
const KEY_CHARACTERS = /^[A-Za-z0-9_.~+-]+$/;
const REFRESH_MILLIS = 30_000;
const CONFIRM_MILLIS = 10_000;
const NOTICES = 3;
const TYPING_MILLIS = 350;
const BUSY_MILLIS = 2_000;
const TRIAL_SAMPLES = 5;
/** So many WebSockets in a row that failed while all else went well are no accident. */
const REFUSALS = 4;
const SPEECH_MILLIS = 5_000;

const root = document.getElementById("page");
const spoken = document.getElementById("spoken");

const state = {
  key: null,
  refusal: "",
  signingIn: false,
  loaded: false,
  now: Date.now(),
  ...fresh(),
};

/** What belongs to the holder of one key, and goes with them. */
function fresh() {
  return {
    loaded: false,
    gateway: null,
    session: null,
    alerts: new Alerts(),
    rate: new Rate(),
    lastAlertAt: 0,
    subscriptions: [],
    /** where each subscription is in order of creation, by id */
    ranks: new Map(),
    /** counts the reader's changes to the subscriptions */
    changes: 0,
    namesVersion: 0,
    /** newest sequence by subscription */
    sequences: new Map(),
    /** the sequence up to which a subscription's alerts are from before the session, by subscription */
    heads: new Map(),
    /** since when a subscription waits for the gateway's word, by subscription, and those that wait for too long */
    awaited: new Map(),
    unconfirmed: new Set(),
    filter: null,
    paused: false,
    /** the arrival that was the newest when the reader looked away */
    leftAt: null,
    unread: 0,
    notices: [],
    open: null,
    deleting: null,
    rowProblem: null,
    busy: new Set(),
    form: null,
    /** the rule that is being tried: `{rule, busy, problem, answer, asked}` */
    trial: null,
    drawer: false,
    copied: false,
  };
}

/* Drawing */

let drawing = false;

function draw() {
  if (!drawing) {
    drawing = true;
    // A hidden page gets no frames, and needs none but for its title.
    (document.hidden ? (then) => setTimeout(then, 500) : requestAnimationFrame)(drawNow);
  }
}

function drawNow() {
  drawing = false;
  state.now = Date.now();
  document.title = title();
  if (!document.hidden) {
    render(state.key ? page(state, act) : signIn(state, act), root);
  }
}

function title() {
  const count = document.hidden && state.unread > 0 ? `(${state.unread > 999 ? "999+" : state.unread}) ` : "";
  const lost = state.session?.state === "waiting" ? " – reconnecting" : "";
  return `${count}Tocsin${lost}`;
}

/** Draws, then focuses: for what appears by the reader's own doing. */
function drawAndFocus(selector) {
  drawNow();
  root.querySelector(selector)?.focus();
}

let lastSaid = "";

/** For those who listen instead of look; the last of several at once is what counts. */
function say(text) {
  if (text !== lastSaid) {
    lastSaid = text;
    spoken.textContent = text;
  }
}

function notify(text) {
  state.notices = [text, ...state.notices.filter((notice) => notice !== text)].slice(0, NOTICES);
  draw();
}

/* Signing in and out */

function keyFromAddress() {
  const key = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B")).get("key");
  if (key !== null) {
    history.replaceState(null, "", location.pathname + location.search);
  }
  return key?.trim() || null;
}

function stored() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function store(key) {
  try {
    if (key) {
      sessionStorage.setItem(KEY, key);
    } else {
      sessionStorage.removeItem(KEY);
    }
  } catch {
    // Storage is forbidden here: the key then lasts until the page is reloaded.
  }
}

function start(key) {
  if (!KEY_CHARACTERS.test(key)) {
    leave("That does not look like a key. A key starts with tk_ and has no blanks.");
    return;
  }
  state.session?.close();
  Object.assign(state, fresh(), { key, refusal: "" });
  store(key);
  state.gateway = new Gateway(key);
  state.session = new Session(key, listenerFor(state.gateway));
  state.session.open();
  draw();
}

function leave(refusal) {
  store(null);
  state.session?.close();
  Object.assign(state, fresh(), { key: null, refusal, signingIn: false });
  say(refusal || "Signed out");
  if (document.hidden) {
    draw();
  } else {
    drawAndFocus("#key");
  }
}

/** Does it for the holder of the key, and shows them the door if the key is no longer good. */
async function asked(gateway, work) {
  try {
    return await work(gateway);
  } catch (problem) {
    if (gateway === state.gateway && problem instanceof Problem && problem.status === 401) {
      leave("The gateway refused this key. It may be mistyped, expired or revoked.");
    }
    throw problem;
  }
}

function textOf(problem) {
  return problem instanceof Problem ? problem.message : "The gateway can't be reached. Nothing was changed.";
}

/* Subscriptions */

async function refresh(gateway) {
  const changes = state.changes;
  const subscriptions = await asked(gateway, (it) => it.subscriptions());
  // A list that was on its way while the reader changed something may be older than the change.
  if (gateway === state.gateway && changes === state.changes) {
    state.loaded = true;
    take(subscriptions);
  }
}

function take(subscriptions) {
  subscriptions.sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
  const ids = new Set(subscriptions.map(({ id }) => id));
  for (const { id } of state.subscriptions) {
    if (!ids.has(id)) {
      state.alerts.forget(id);
      state.sequences.delete(id);
    }
  }
  if (state.filter && !ids.has(state.filter)) {
    state.filter = null;
  }
  state.subscriptions = subscriptions;
  state.ranks = new Map([...ids].sort().map((id, rank) => [id, rank]));
  state.namesVersion++;
  const enabled = subscriptions.filter((subscription) => subscription.enabled).map(({ id }) => id);
  state.session.want(enabled);
  draw();
}

/** Takes what the gateway answered to a change, in place of what is known. */
function changed(subscription) {
  state.changes++;
  take([...state.subscriptions.filter(({ id }) => id !== subscription.id), subscription]);
}

async function onRow(id, work) {
  const gateway = state.gateway;
  state.busy.add(id);
  state.rowProblem = null;
  draw();
  try {
    const answer = await asked(gateway, work);
    if (gateway === state.gateway) {
      return answer ?? true;
    }
  } catch (problem) {
    if (gateway === state.gateway) {
      state.rowProblem = { id, text: textOf(problem) };
    }
  } finally {
    state.busy.delete(id);
    draw();
  }
  return undefined;
}

/* Trying rules */

let typing = 0;

/** Tries what stands there, once the reader pauses: one question at a time, and what is answered too late is not shown. */
function trySoon(millis) {
  clearTimeout(typing);
  typing = setTimeout(tryNow, millis);
}

async function tryNow() {
  const { gateway, trial } = state;
  if (!trial || trial.busy) {
    return;
  }
  const { rule } = trial;
  if (rule.trim() === "") {
    return;
  }
  trial.busy = true;
  trial.asked = Date.now();
  draw();
  try {
    const answer = await asked(gateway, (it) => it.tryRule(rule, TRIAL_SAMPLES));
    if (rule === trial.rule) {
      Object.assign(trial, { answer, problem: null });
    }
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 503) {
      trySoon(BUSY_MILLIS);
    } else if (rule === trial.rule) {
      const text = problem instanceof Problem ? problem.message : "The gateway can't be reached.";
      Object.assign(trial, { answer: null, problem: { text, position: problem.body?.position, rule } });
    }
  } finally {
    trial.busy = false;
    if (rule !== trial.rule) {
      trySoon(0);
    }
    draw();
  }
}

/* The session */

function listenerFor(gateway) {
  const ours = () => gateway === state.gateway;
  return {
    async prepare() {
      try {
        await refresh(gateway);
      } catch (problem) {
        if (problem instanceof Problem && problem.status !== 401 && ours()) {
          notify(`The subscriptions can't be read: ${problem.message}`);
        }
        throw problem;
      }
    },
    changed() {
      if (!ours() || !state.session) {
        return;
      }
      state.awaited.clear();
      if (state.session.state !== "connecting") {
        say(sessionText(state.session));
      }
      if (state.session.state === "waiting" && state.session.refusals === REFUSALS) {
        notify("The gateway answers, but the live stream can't be opened. Is there a proxy that does not pass WebSockets?");
      }
      draw();
    },
    subscribed(frame) {
      state.heads.set(frame.subscription, frame.headSequence ?? 0);
      reached(frame.subscription, frame.headSequence ?? 0);
      draw();
    },
    alert(alert) {
      reached(alert.subscription, alert.sequence);
      const entries = state.alerts.arrivals;
      if (!state.alerts.take(alert)) {
        return;
      }
      if (alert.type === "subscription.paused") {
        pausedByGateway(alert);
        return;
      }
      if (document.hidden) {
        state.unread += state.alerts.arrivals - entries;
      }
      if (alert.type === "alert.raised") {
        // Clocks differ: of what happens now, this page's clock says when.
        const old = alert.sequence <= (state.heads.get(alert.subscription) ?? 0);
        const at = old ? Math.min(Date.parse(alert.raisedAt) || 0, Date.now()) : Date.now();
        state.rate.add(at);
        state.lastAlertAt = Math.max(state.lastAlertAt, at);
      }
      draw();
    },
    gap(frame) {
      const name = state.subscriptions.find(({ id }) => id === frame.subscription)?.name ?? "a subscription";
      notify(`Some alerts of “${name}” are no longer kept, and are missing here.`);
    },
    problem({ title, detail, status }) {
      notify(detail || title || `The gateway reported a problem (${status}).`);
      // Often a subscription that is no more.
      refresh(gateway).catch(() => {});
    },
  };
}

/** What is read again of the past may be over: the list of subscriptions says what is paused now. */
function pausedByGateway({ subscription, sequence }) {
  if (sequence > (state.heads.get(subscription) ?? 0)) {
    const name = state.subscriptions.find(({ id }) => id === subscription)?.name ?? "a subscription";
    notify(`“${name}” was paused: its rule matched too much of the stream.`);
    refresh(state.gateway).catch(() => {});
  }
}

function reached(subscription, sequence) {
  if (sequence > (state.sequences.get(subscription) ?? -1)) {
    state.sequences.set(subscription, sequence);
  }
}

/** Notes the subscriptions whose confirmation is overdue. */
function watchConfirmations() {
  const { session, awaited } = state;
  state.unconfirmed.clear();
  for (const { id, enabled } of state.subscriptions) {
    if (!enabled || session.state !== "live" || session.confirmed.has(id)) {
      awaited.delete(id);
    } else if (!awaited.has(id)) {
      awaited.set(id, state.now);
    } else if (state.now - awaited.get(id) > CONFIRM_MILLIS) {
      state.unconfirmed.add(id);
    }
  }
}

/* What the reader does */

function pane() {
  return document.getElementById("alerts");
}

/** The page stands still while the reader reads further down, or wants it to. */
function holdOrRelease() {
  if (state.paused || (pane()?.scrollTop ?? 0) > 8) {
    state.alerts.hold();
  } else {
    state.alerts.release();
  }
  draw();
}

function toTop() {
  if (pane()) {
    pane().scrollTop = 0;
  }
}

const act = {
  async signIn(event) {
    event.preventDefault();
    const key = new FormData(event.target).get("key").trim();
    if (!KEY_CHARACTERS.test(key)) {
      leave("That does not look like a key. A key starts with tk_ and has no blanks.");
      return;
    }
    state.signingIn = true;
    state.refusal = "";
    draw();
    try {
      await new Gateway(key).subscriptions();
      state.signingIn = false;
      start(key);
    } catch (problem) {
      if (problem instanceof Problem && problem.status === 401) {
        leave("The gateway does not know this key. Please check it, or ask for a new one.");
      } else {
        leave(problem instanceof Problem ? problem.message : "The gateway can't be reached. Please try again.");
      }
    }
  },
  signOut() {
    leave("");
  },
  retry() {
    state.session.retryNow();
  },
  skip(event) {
    event.preventDefault();
    pane()?.focus();
  },
  toggleDrawer() {
    state.drawer = !state.drawer;
    draw();
  },
  filter(id) {
    state.filter = id;
    state.drawer = false;
    toTop();
    holdOrRelease();
  },
  open(id) {
    state.open = id;
    state.deleting = null;
    draw();
  },
  async enable(id, enabled) {
    const answer = await onRow(id, (gateway) => gateway.change(id, { enabled }));
    if (answer) {
      changed(answer);
    }
  },
  askDelete(id) {
    state.deleting = id;
    if (id) {
      drawAndFocus("#keep");
    } else {
      draw();
    }
  },
  async delete(id) {
    if (await onRow(id, (gateway) => gateway.delete(id))) {
      state.deleting = null;
      state.open = null;
      state.changes++;
      take(state.subscriptions.filter((subscription) => subscription.id !== id));
      say("Subscription deleted");
    }
  },
  /** Opens the form: on a subscription, on a new one (null), or not at all (undefined). */
  edit(id, written = "") {
    if (id === undefined) {
      state.form = null;
      draw();
      return;
    }
    const { name, rule, purpose } = state.subscriptions.find((subscription) => subscription.id === id) ?? { name: "", rule: written, purpose: "" };
    state.form = { id, name, rule, purpose, sending: false, problem: null };
    state.drawer = true;
    drawAndFocus("#form-name");
  },
  openTrial(rule) {
    state.trial = { rule, busy: false, problem: null, answer: null, asked: 0 };
    state.drawer = false;
    trySoon(0);
    drawAndFocus("#trial-rule");
  },
  closeTrial() {
    state.trial = null;
    draw();
  },
  tryRule(rule) {
    Object.assign(state.trial, { rule, problem: null });
    if (rule.trim() === "") {
      state.trial.answer = null;
    }
    trySoon(TYPING_MILLIS);
    draw();
  },
  /** Asks for each subscription that found the post, by its rule as it is now. */
  async why(entry) {
    if (entry.why) {
      entry.why = null;
      entry.version++;
      draw();
      return;
    }
    const gateway = state.gateway;
    const reasons = new Map();
    entry.why = reasons;
    const rules = state.subscriptions.filter(({ id }) => entry.spans.has(id));
    const show = (id, found) => {
      reasons.set(id, found);
      if (entry.why === reasons) {
        entry.version++;
        draw();
      }
    };
    for (const { id, rule } of rules) {
      show(id, {});
      try {
        show(id, { explanation: await asked(gateway, (it) => it.explain(rule, entry.post)) });
      } catch (problem) {
        show(id, { problem: problem instanceof Problem ? problem.message : "The gateway can't be reached." });
      }
      if (entry.why !== reasons) {
        return;
      }
    }
  },
  ruleEdited() {
    if (state.form.problem) {
      state.form.problem = null;
      draw();
    }
  },
  async submit(event) {
    event.preventDefault();
    const gateway = state.gateway;
    const form = state.form;
    const { name, rule, purpose } = Object.fromEntries(new FormData(event.target));
    Object.assign(form, { name, rule, purpose, sending: true, problem: null });
    draw();
    try {
      const entered = { name, rule, purpose };
      const answer = await asked(gateway, (it) => (form.id ? it.change(form.id, entered) : it.create({ ...entered, enabled: true })));
      if (gateway === state.gateway) {
        state.form = null;
        state.drawer = false;
        changed(answer);
        say(form.id ? "Subscription saved" : "Subscription created");
      }
    } catch (problem) {
      if (form === state.form) {
        const position = problem.body?.position;
        form.problem = { text: textOf(problem), position, rule };
        form.sending = false;
        drawNow();
        if (Number.isInteger(position)) {
          const field = document.getElementById("form-rule");
          field.focus();
          field.setSelectionRange(position, position);
        }
      }
    } finally {
      form.sending = false;
      draw();
    }
  },
  pause() {
    state.paused = !state.paused;
    if (!state.paused) {
      toTop();
    }
    say(state.paused ? "Paused" : "Resumed");
    holdOrRelease();
  },
  scrolled: holdOrRelease,
  release() {
    state.paused = false;
    toTop();
    holdOrRelease();
    pane()?.focus({ preventScroll: true });
  },
  unfold(entry) {
    entry.unfolded = true;
    entry.version++;
    draw();
  },
  dismiss(notice) {
    state.notices = state.notices.filter((other) => other !== notice);
    draw();
  },
  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      state.copied = true;
      setTimeout(() => {
        state.copied = false;
        draw();
      }, 2_000);
    } catch {
      // No clipboard on a page served in the clear: the command is selected instead.
      const command = root.querySelector("pre");
      command.focus();
      getSelection().selectAllChildren(command);
    }
    draw();
  },
};

/* The world around */

let spokenAt = 0;
let refreshedAt = 0;

setInterval(() => {
  if (!state.key) {
    return;
  }
  state.now = Date.now();
  state.session.tick();
  watchConfirmations();
  if (state.session.state === "live" && !document.hidden && state.now - refreshedAt > REFRESH_MILLIS) {
    refreshedAt = state.now;
    refresh(state.gateway).catch(() => {});
  }
  // What is shown may have been deleted since.
  if (state.trial?.answer && !document.hidden && state.now - state.trial.asked > REFRESH_MILLIS) {
    tryNow();
  }
  const waiting = state.alerts.waiting(state.filter).count;
  if (waiting > 0 && state.now - spokenAt > SPEECH_MILLIS) {
    spokenAt = state.now;
    say(`${waiting} new`);
  }
  draw();
}, 1_000);

addEventListener("hashchange", () => {
  const key = keyFromAddress();
  if (key) {
    start(key);
  }
});
addEventListener("online", () => state.session?.retryNow());
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    state.unread = 0;
    state.leftAt = state.alerts.arrivals;
  } else {
    state.session?.retryNow();
    state.session?.ping();
    // Before the reader sees what stood here when the page went out of sight, and may be deleted since.
    drawNow();
  }
  draw();
});

const key = keyFromAddress() ?? stored();
if (key) {
  start(key);
} else {
  drawAndFocus("#key");
}
