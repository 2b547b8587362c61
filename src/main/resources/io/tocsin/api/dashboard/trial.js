import { html, nothing } from "/webjars/lit-html/lit-html.js";
import { COUNT, KINDS, marked, ruleProblem } from "./pieces.js";
import { age, ageOrDate, exact } from "./times.js";

const RATE = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 3 });
const COSTS = {
  selective: ["Selective", "good"],
  common: ["Common", "fair"],
  broad: ["Broad", "poor"],
  every_post: ["Every post", "poor"],
};

/** Where a rule is tried before anybody subscribes to it. */
export function trialPanel(state, act) {
  const { rule, problem, answer } = state.trial;
  const atRule = Number.isInteger(problem?.position);
  return html`<section class="trial" aria-labelledby="trial-title" @keydown=${(event) => event.key === "Escape" && act.closeTrial()}>
    <div class="trial-head">
      <h2 id="trial-title">Try a rule</h2>
      <span class="stretch"></span>
      ${answer ? html`<button class="quiet" type="button" @click=${() => act.edit(null, rule)}>Subscribe…</button>` : nothing}
      <button class="quiet" type="button" aria-label="Close" @click=${act.closeTrial}>×</button>
    </div>
    <textarea id="trial-rule" rows="2" spellcheck="false" autocapitalize="none" .value=${rule} aria-label="Rule"
      placeholder="(flood OR flooding) calgary -lang:fr" aria-describedby="trial-wrong" aria-invalid=${problem ? "true" : "false"}
      @input=${(event) => act.tryRule(event.target.value)}></textarea>
    ${atRule ? ruleProblem(problem) : nothing}
    <p id="trial-wrong" class="wrong" role="alert">${problem ? problem.text : nothing}</p>
    ${answer ? outcome(answer, state) : problem ? nothing : html`<p class="aside">${state.trial.busy ? "Trying…" : "What would it match? Nobody is alerted."}</p>`}
  </section>`;
}

function outcome(answer, state) {
  const { canonical, samples = [] } = answer;
  return html`<div class=${state.trial.busy ? "outcome busy" : "outcome"}>
    <dl>
      <dt>Read as</dt>
      <dd><code class="canonical">${canonical}</code></dd>
      <dt>Cost</dt>
      <dd>${costOf(answer)}</dd>
      <dt>Matches</dt>
      <dd>${matchesOf(answer, state.now)}</dd>
    </dl>
    ${
      samples.length > 0
        ? html`<ol class="samples" aria-label="Newest posts that match">
            ${samples.map((sample) => html`<li>${sampleOf(sample, state.now)}</li>`)}
          </ol>`
        : nothing
    }
  </div>`;
}

function costOf({ costClass, looksPerPost }) {
  const [name, grade] = COSTS[costClass] ?? [costClass, "fair"];
  return html`<b class="cost ${grade}">${name}</b> <span class="quiet">looked at for ${share(looksPerPost)}</span>`;
}

function share(looks) {
  if (looks >= 0.95) {
    return "every post";
  }
  return looks > 0 ? html`about one post in ${RATE.format(Math.max(2, Math.round(1 / looks)))}` : "hardly any post";
}

function matchesOf({ window, matches, matchesPerHour }, now) {
  if (!window.on) {
    return html`<span class="quiet">not known: the gateway keeps no recent posts</span>`;
  }
  if (window.posts === 0) {
    return html`<span class="quiet">not known: no posts have come yet</span>`;
  }
  const since = now - Date.parse(window.oldest);
  return html`<b>${COUNT.format(matches)}</b> of the last ${COUNT.format(window.posts)} ${window.posts === 1 ? "post" : "posts"}
    ${matchesPerHour === undefined ? nothing : html`<span class="per-hour">${RATE.format(matchesPerHour)}/hour</span>`}
    <span class="quiet" title=${`Received ${exact(window.oldest)} to ${exact(window.newest)}`}>since ${age(since)} ago</span>`;
}

function sampleOf({ source, author, kind, createdAt, lang, text, spans }, now) {
  return html`<p class="text folded" dir="auto" lang=${lang ?? ""}>${marked(text, spans)}</p>
    <p class="meta">
      <span class="source">${source}</span>
      ${KINDS[kind] ? html`<span class="kind">${KINDS[kind]}</span>` : nothing}
      <span class="pseudonym" title="A made-up name: the author is not shown">${author}</span>
      <time datetime=${createdAt} title=${`Posted ${exact(createdAt)}`}>${ageOrDate(Date.parse(createdAt), now)}</time>
    </p>`;
}

/** Why an alert was raised: which of the rule's alternatives hold, for each subscription. */
export function why(entry, name) {
  if (!entry.why) {
    return nothing;
  }
  return html`<ul class="why" aria-label="Why">
    ${[...entry.why].filter(([id]) => entry.spans.has(id)).map(([id, found]) => html`<li>${name(id)} ${reason(found)}</li>`)}
  </ul>`;
}

function reason({ explanation, problem }) {
  if (problem) {
    return html`<span class="wrong">${problem}</span>`;
  }
  if (!explanation) {
    return html`<span class="quiet">…</span>`;
  }
  const holding = explanation.clauses.filter((clause) => clause.holds);
  const others = explanation.clauses.length - holding.length;
  if (holding.length === 0) {
    const failing = [...new Set(explanation.clauses.map((clause) => clause.failing))];
    return html`<span class="quiet">The rule has changed since: it no longer matches, for want of</span>
      ${failing.slice(0, 3).map((text) => html`<code>${text}</code> `)}`;
  }
  return html`${holding.map((clause, i) => html`${i > 0 ? html` <span class="quiet">and</span> ` : nothing}<code>${clause.text}</code>`)}
    ${others > 0 ? html`<span class="quiet">(${others === 1 ? "one alternative does" : `${COUNT.format(others)} alternatives do`} not hold)</span>` : nothing}`;
}
