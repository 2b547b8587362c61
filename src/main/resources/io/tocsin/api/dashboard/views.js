import { html, nothing, svg } from "/webjars/lit-html/lit-html.js";
import { guard } from "/webjars/lit-html/directives/guard.js";
import { live } from "/webjars/lit-html/directives/live.js";
import { repeat } from "/webjars/lit-html/directives/repeat.js";
import { SHOWN } from "./alerts.js";
import { COUNT, KINDS, link, marked, ruleProblem } from "./pieces.js";
import { safeHref } from "./text.js";
import { age, ageOrDate, exact } from "./times.js";
import { trialPanel, why } from "./trial.js";

const COMPACT = new Intl.NumberFormat("en-GB", { notation: "compact", maximumFractionDigits: 1 });
const TONES = 8;
const SPARK_SECONDS = 15;
const FOLD_CHARACTERS = 700;
const FOLD_LINES = 12;

const bell = html`<svg class="bell" viewBox="0 0 32 32" aria-hidden="true">
  <path d="M16 3a2 2 0 0 1 2 2v.6c4 1 6.600 4.300 6.600 8.500 0 5 1.200 6.900 2.600 8.300.6.6.2 1.600-.7 1.600h-21c-.9 0-1.300-1-.7-1.600 1.400-1.400 2.600-3.300 2.600-8.300 0-4.200 2.600-7.500 6.600-8.500V5a2 2 0 0 1 2-2z"></path>
  <path d="M12.500 26h7a3.500 3.500 0 0 1-7 0z"></path>
</svg>`;

/* Sign-in */

export function signIn(state, act) {
  return html`<main class="sign-in">
    <form @submit=${act.signIn}>
      <h1>${bell} Tocsin</h1>
      <p>Live alerts about public posts, as they happen.</p>
      <label for="key">Key</label>
      <input id="key" name="key" type="password" required autocomplete="off" autocapitalize="none" spellcheck="false"
        placeholder="tk_…" aria-describedby="key-help key-wrong" aria-invalid=${state.refusal ? "true" : "false"}>
      <p id="key-wrong" class="wrong" role="alert">${state.refusal}</p>
      <button class="main" type="submit" ?disabled=${state.signingIn}>${state.signingIn ? "Signing in…" : "Sign in"}</button>
      <p id="key-help" class="aside">The key stays in this browser tab and is forgotten when you close it.</p>
    </form>
  </main>`;
}

/* The page */

export function page(state, act) {
  return html`
    <a class="skip" href="#alerts" @click=${act.skip}>Skip to the alerts</a>
    <div class=${state.drawer ? "page drawer" : "page"}>
      ${header(state, act)}
      <aside id="subscriptions" class="side" aria-label="Subscriptions">${subscriptions(state, act)}</aside>
      <main class="stream" aria-label="Alerts">${stream(state, act)}</main>
    </div>
  `;
}

function header(state, act) {
  return html`<header>
    <button class="quiet drawer-toggle" type="button" aria-controls="subscriptions" aria-expanded=${state.drawer}
      @click=${act.toggleDrawer}>Subscriptions</button>
    <h1>${bell}<span>Tocsin</span></h1>
    ${sessionState(state, act)}
    <dl class="figures">
      <div class="rate" title="Alerts raised in the last minute; the bars show the last ten minutes">
        <dt>${sparkline(state.rate.sums(SPARK_SECONDS))}<span class="unseen">Alerts per minute</span></dt>
        <dd><b>${COUNT.format(state.rate.perMinute())}</b><span class="unit">/min</span></dd>
      </div>
      <div title="Since the newest alert was raised">
        <dt>Last alert</dt>
        <dd><b>${state.lastAlertAt ? age(state.now - state.lastAlertAt) : "–"}</b></dd>
      </div>
    </dl>
    <button class="quiet sign-out" type="button" @click=${act.signOut}>Sign out</button>
  </header>`;
}

export function sessionText(session) {
  switch (session.state) {
    case "live":
      return "Live";
    case "connecting":
      return session.failures > 0 ? "Reconnecting…" : "Connecting…";
    case "waiting":
      return "Reconnecting";
    default:
      return "Signed out";
  }
}

function sessionState(state, act) {
  const { session, now } = state;
  const seconds = Math.max(1, Math.ceil((session.retryAt - now) / 1000));
  return html`<div class="session ${session.state}">
    <span class="lamp" aria-hidden="true"></span>
    ${
      session.state === "waiting"
        ? html`<span>Reconnecting in ${seconds} s</span>
            <button class="quiet small" type="button" @click=${act.retry}>Now</button>`
        : html`<span>${sessionText(session)}</span>`
    }
  </div>`;
}

function sparkline(sums) {
  const highest = Math.max(4, ...sums);
  const bars = sums
    .map((sum, i) => (sum ? `M${i * 3 + 1} 20v${-Math.max(1.5, (sum / highest) * 19).toFixed(1)}` : ""))
    .join("");
  return html`<svg class="spark" viewBox="0 0 ${sums.length * 3} 21" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<path class="floor" d="M0 20.5h${sums.length * 3}"></path><path class="bars" d=${bars || "M0 0"}></path>`}
  </svg>`;
}

/* Subscriptions */

function subscriptions(state, act) {
  const list = state.subscriptions;
  return html`
    <div class="side-head">
      <h2>Subscriptions</h2>
      <span class="stretch"></span>
      ${state.trial ? nothing : html`<button class="quiet" type="button" @click=${() => act.openTrial("")}>Try a rule</button>`}
      ${
        state.form
          ? nothing
          : html`<button class="quiet" type="button" @click=${() => act.edit(null)}><span aria-hidden="true">+</span> New</button>`
      }
    </div>
    ${state.form && !state.form.id ? form(state, act) : nothing}
    ${
      list.length > 1
        ? html`<button class="all" type="button" aria-pressed=${state.filter === null} @click=${() => act.filter(null)}>
            All subscriptions <span class="count">${list.length}</span>
          </button>`
        : nothing
    }
    <ul class="subscriptions">
      ${repeat(
        list,
        (subscription) => subscription.id,
        (subscription) => row(subscription, state, act),
      )}
    </ul>
  `;
}

function row(subscription, state, act) {
  const { id, name, rule, purpose, paused } = subscription;
  const enabled = subscription.enabled && !paused;
  if (state.form?.id === id) {
    return html`<li>${form(state, act)}</li>`;
  }
  const open = state.open === id;
  const count = state.sequences.get(id);
  const stuck = enabled && state.session.state === "live" && state.unconfirmed.has(id);
  return html`<li class="subscription ${enabled ? "" : "off"} ${state.filter === id ? "chosen" : ""}">
    <div class="row">
      <button class="name" type="button" aria-pressed=${state.filter === id} title=${`${rule}\n\nPurpose: ${purpose}`}
        @click=${() => act.filter(state.filter === id ? null : id)}>
        <span class="dot ${tone(id, state)}" aria-hidden="true"></span><bdi>${name}</bdi>
      </button>
      <span class="count" title="Alerts so far (the newest sequence number)">${count === undefined ? "–" : COUNT.format(count)}</span>
      <input class="switch" type="checkbox" role="switch" aria-label=${`${name}: enabled`} title=${paused ? "Paused by the gateway" : enabled ? "Enabled" : "Disabled"}
        .checked=${live(enabled)} ?disabled=${state.busy.has(id)} @change=${(event) => act.enable(id, event.target.checked)}>
      <button class="quiet more" type="button" aria-expanded=${open} aria-label=${`${name}: details`} @click=${() => act.open(open ? null : id)}>
        <svg viewBox="0 0 10 10" aria-hidden="true"><path d="M2 3.500 5 6.500 8 3.500"></path></svg>
      </button>
    </div>
    ${open ? nothing : html`<code class="rule" title=${rule}>${rule}</code>`}
    ${paused ? html`<p class="wrong">Paused ${exact(paused.at)}. ${paused.reason} Make it more selective, then switch it on.</p>` : nothing}
    ${stuck ? html`<p class="wrong">The gateway has not confirmed this subscription; its alerts may be missing here.</p>` : nothing}
    ${state.rowProblem?.id === id ? html`<p class="wrong" role="alert">${state.rowProblem.text}</p>` : nothing}
    ${open ? details(subscription, state, act) : nothing}
  </li>`;
}

function details({ id, rule, purpose, createdAt, updatedAt, version }, state, act) {
  return html`<div class="details">
    <code class="rule whole">${rule}</code>
    <dl>
      <dt>Purpose</dt>
      <dd dir="auto">${purpose || "none stated"}</dd>
      <dt>Created</dt>
      <dd>${exact(createdAt)}</dd>
      ${version > 1 ? html`<dt>Changed</dt><dd>${exact(updatedAt)}</dd>` : nothing}
      <dt>Id</dt>
      <dd><code>${id}</code></dd>
    </dl>
    ${
      state.deleting === id
        ? html`<div class="confirm" role="group" aria-label="Confirm">
            <p>Delete this subscription? It raises no more alerts, and this can't be undone.</p>
            <button id="keep" type="button" @click=${() => act.askDelete(null)}>Keep</button>
            <button class="danger" type="button" ?disabled=${state.busy.has(id)} @click=${() => act.delete(id)}>Delete</button>
          </div>`
        : html`<div class="buttons">
            <button type="button" @click=${() => act.edit(id)}>Edit</button>
            <button type="button" @click=${() => act.openTrial(rule)}>Try</button>
            <button type="button" @click=${() => act.askDelete(id)}>Delete…</button>
          </div>`
    }
  </div>`;
}

function form(state, act) {
  const { id, name, rule, purpose, sending, problem } = state.form;
  const atRule = Number.isInteger(problem?.position);
  return html`<form class="subscription-form" aria-label=${id ? "Edit subscription" : "New subscription"} @submit=${act.submit}
    @keydown=${(event) => event.key === "Escape" && act.edit(undefined)}>
    <label for="form-name">Name</label>
    <input id="form-name" name="name" required maxlength="200" autocomplete="off" .value=${name} placeholder="Calgary floods">
    <label for="form-rule">Rule</label>
    <textarea id="form-rule" name="rule" required rows="2" spellcheck="false" autocapitalize="none" .value=${rule}
      placeholder="(flood OR flooding) calgary -lang:fr" aria-describedby="rule-wrong" aria-invalid=${atRule ? "true" : "false"}
      @input=${act.ruleEdited}></textarea>
    ${atRule ? ruleProblem(problem) : nothing}
    <p id="rule-wrong" class="wrong" role="alert">${atRule ? problem.text : nothing}</p>
    <label for="form-purpose">Purpose</label>
    <input id="form-purpose" name="purpose" required maxlength="1000" autocomplete="off" .value=${purpose} placeholder="Why these posts are needed">
    <p class="wrong" role="alert">${problem && !atRule ? problem.text : nothing}</p>
    <div class="buttons">
      <button class="main" type="submit" ?disabled=${sending}>${id ? "Save" : "Create"}</button>
      <button type="button" @click=${(event) => act.openTrial(event.target.form.elements.rule.value)}>Try</button>
      <button type="button" @click=${() => act.edit(undefined)}>Cancel</button>
    </div>
  </form>`;
}

/* Alerts */

function stream(state, act) {
  const shown = state.alerts.shown(state.filter);
  const waiting = state.alerts.waiting(state.filter);
  const chosen = state.subscriptions.find(({ id }) => id === state.filter);
  return html`
    ${state.trial ? trialPanel(state, act) : nothing}
    <div class="stream-head">
      <h2>Alerts</h2>
      ${
        chosen
          ? html`<button class="chip filter" type="button" title="Show the alerts of all subscriptions" @click=${() => act.filter(null)}>
              <span class="dot ${tone(chosen.id, state)}" aria-hidden="true"></span><bdi>${chosen.name}</bdi><span aria-hidden="true">×</span>
            </button>`
          : nothing
      }
      <span class="stretch"></span>
      <button class="quiet pause" type="button" aria-pressed=${state.paused} @click=${act.pause}>${state.paused ? "Resume" : "Pause"}</button>
    </div>
    <div class="notices">${state.notices.map((notice) => noticeLine(notice, act))}</div>
    <div class="pill-place">
      ${
        waiting.count > 0
          ? html`<button class="pill" type="button" @click=${act.release}>
              <span aria-hidden="true">↑</span> ${COUNT.format(waiting.count)}${waiting.more ? "+" : ""} new
            </button>`
          : nothing
      }
    </div>
    <div id="alerts" class="pane ${state.alerts.holding ? "held" : ""}" tabindex="0" role="region" aria-label="Live alerts, newest first"
      @scroll=${act.scrolled}>
      ${shown.length > 0 ? list(shown, state, act) : empty(state, chosen, act)}
    </div>
  `;
}

function noticeLine(notice, act) {
  return html`<p class="notice" role="status">
    <span>${notice}</span>
    <button class="quiet small" type="button" aria-label="Dismiss" @click=${() => act.dismiss(notice)}>×</button>
  </p>`;
}

function list(shown, state, act) {
  const mark = state.leftAt !== null && shown[0].arrival > state.leftAt ? shown.find((entry) => entry.arrival <= state.leftAt) : undefined;
  return html`
    <ol class="alerts">
      ${repeat(
        shown,
        (entry) => entry.key,
        (entry) => html`<li class=${entry === mark ? "since" : ""}>${alert(entry, state, act)}</li>`,
      )}
    </ol>
    ${
      shown.length >= SHOWN || state.alerts.dropped > 0
        ? html`<p class="end">The page keeps the newest ${SHOWN} posts. Older alerts stay in their feeds.</p>`
        : nothing
    }
  `;
}

/** Hundreds of alerts are drawn again with every frame: what stays as it was is guarded, and only the age is not. */
function alert(entry, state, act) {
  const { post, version } = entry;
  const when = html`<time datetime=${guard(version, () => shownAt(entry))} title=${guard(version, () => whenExactly(entry))}>
    ${ageOrDate(Date.parse(shownAt(entry)) || entry.raisedAt, state.now)}
  </time>`;
  const foot = guard([version, state.namesVersion], () => [
    html`<span class="source">${post.source}</span>`,
    ...[...entry.spans.keys()].map((id) => chip(id, state, act)),
  ]);
  if (post.deleted) {
    return html`<article class="alert gone">
      <p class="tombstone">Deleted at source</p>
      <footer>${foot}${when}</footer>
    </article>`;
  }
  return html`<article class="alert">
    <p class="meta">${guard(version, () => about(post))}${when}</p>
    ${guard(version, () => content(entry, act))}
    ${guard([version, state.namesVersion], () => why(entry, (id) => chip(id, state, act)))}
    <footer>${foot}${whyButton(entry, act)}</footer>
  </article>`;
}

function whyButton(entry, act) {
  return html`<button class="quiet small ask" type="button" aria-expanded=${entry.why !== null} @click=${() => act.why(entry)}>Why?</button>`;
}

function shownAt({ post, times }) {
  return post.createdAt ?? times.raised;
}

function whenExactly({ post, times }) {
  const raised = `Alert raised ${exact(times.raised)}`;
  return post.deleted ? raised : `Posted ${exact(post.createdAt)}\nReceived ${exact(times.received)}\n${raised}`;
}

function about(post) {
  return html`${author(post.author)}
    ${KINDS[post.kind] ? html`<span class="kind">${KINDS[post.kind]}</span>` : nothing}
    ${post.place?.name ? html`<span class="place"><bdi>${post.place.name}</bdi></span>` : nothing}`;
}

function content(entry, act) {
  const { post, spans, unfolded } = entry;
  const folds = !unfolded && (post.text.length > FOLD_CHARACTERS || post.text.split("\n").length > FOLD_LINES);
  return html`<p class=${folds ? "text folded" : "text"} dir="auto" lang=${post.lang ?? ""}>${marked(post.text, [...spans.values()].flat())}</p>
    ${folds ? html`<button class="quiet small" type="button" @click=${() => act.unfold(entry)}>Show all</button>` : nothing}
    ${attachments(post)}`;
}

function author({ id, handle, name, followers, verified }) {
  return html`<span class="author" title=${followers === undefined ? id : `${id}, ${COMPACT.format(followers)} followers`}>
    ${name ? html`<bdi class="author-name">${name}</bdi>` : nothing}
    ${verified ? html`<span class="verified" title="Verified by the source">✓<span class="unseen">verified</span></span>` : nothing}
    <bdi class=${name ? "handle" : "author-name"}>${handle ? `@${handle}` : id}</bdi>
  </span>`;
}

/** The links that do not stand in the text, and the media. */
function attachments({ text, links = [], media = [] }) {
  const others = [...new Set(links)].filter((address) => !text.includes(address)).map((address) => [safeHref(address), hostOf(address)]);
  const pictures = media.map(({ type, url }) => [safeHref(url), type || "media"]);
  const shown = [...others, ...pictures].filter(([href]) => href).slice(0, 6);
  return shown.length === 0 ? nothing : html`<p class="attachments">${shown.map(([href, label]) => link(href, label))}</p>`;
}

function hostOf(address) {
  return safeHref(address) ? new URL(address).host : "";
}

function chip(id, state, act) {
  const name = state.subscriptions.find((subscription) => subscription.id === id)?.name ?? id;
  return html`<button class="chip" type="button" title="Show only the alerts of this subscription" @click=${() => act.filter(id)}>
    <span class="dot ${tone(id, state)}" aria-hidden="true"></span><bdi>${name}</bdi>
  </button>`;
}

/** Neighbours in order of creation differ, and a new subscription changes no other's colour. */
function tone(id, state) {
  return `tone-${(state.ranks.get(id) ?? 0) % TONES}`;
}

function empty(state, chosen, act) {
  if (!state.loaded) {
    return html`<div class="empty"><p>Waiting for the gateway…</p></div>`;
  }
  if (state.subscriptions.length === 0) {
    return html`<div class="empty">
      <h3>No subscriptions yet</h3>
      <p>A subscription is a rule and the purpose it serves. Every post that satisfies the rule becomes an alert here.</p>
      ${state.form ? nothing : html`<button class="main" type="button" @click=${() => act.edit(null)}>New subscription</button>`}
    </div>`;
  }
  const enabled = state.subscriptions.filter((subscription) => subscription.enabled && !subscription.paused);
  if (enabled.length === 0 || (chosen && !enabled.includes(chosen))) {
    return html`<div class="empty">
      <h3>${chosen ? `This subscription is ${chosen.paused ? "paused" : "disabled"}` : "All subscriptions are disabled or paused"}</h3>
      <p>Enable ${chosen ? "it" : "one"} to see its alerts.</p>
    </div>`;
  }
  const command = trial(chosen ?? enabled[0], state.now);
  return html`<div class="empty">
    <h3>No alerts yet</h3>
    <p>Alerts appear here as soon as a post satisfies ${chosen ? "this rule" : "a rule"}. To try it, post a post that contains what the rule asks for:</p>
    <pre tabindex="0">${command}</pre>
    <p><button type="button" @click=${() => act.copy(command)}>${state.copied ? "Copied" : "Copy"}</button></p>
  </div>`;
}

/** A command that posts a post. The key is not in it: a shell keeps a history. */
function trial({ rule }, now) {
  const words = rule.match(/[\p{L}\p{N}][\p{L}\p{N}_]*(?!\p{L}|:)/gu) ?? [];
  const word = words.find((found) => !["OR", "AND", "NOT"].includes(found)) ?? "words";
  const minute = new Date(Math.floor(now / 60_000) * 60_000).toISOString();
  const post = [
    `{ "id": "try-${minute.replace(/\D/g, "").slice(0, 12)}", "source": "curl", "author": { "id": "me" },`,
    `    "createdAt": "${minute}", "kind": "original",`,
    `    "text": "A post about ${word}", "hashtags": [], "mentions": [], "links": [] }`,
  ];
  return [
    `curl ${location.origin}/v1/posts \\`,
    `  -H "Authorization: Bearer $TOCSIN_KEY" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '${post.join("\n")}'`,
  ].join("\n");
}
