import { html } from "/webjars/lit-html/lit-html.js";
import { parts } from "./text.js";

export const COUNT = new Intl.NumberFormat("en-GB");
export const KINDS = { reply: "Reply", repost: "Repost", quote: "Quote" };

/** A text with what matched marked, and its links to follow. */
export function marked(text, spans) {
  return parts(text, spans).map(({ text: part, marked: isMarked, href }) => {
    const shown = isMarked ? html`<mark>${part}</mark>` : part;
    return href ? link(href, shown) : shown;
  });
}

export function link(href, shown) {
  return html`<a href=${href} title=${href} target="_blank" rel="noopener noreferrer nofollow">${shown}</a>`;
}

/** The rule as it was sent, with a caret under where it went wrong; one code point wide, or a blank at its end. */
export function ruleProblem({ rule, position }) {
  const at = Math.min(Math.max(position, 0), rule.length);
  const wrong = rule.slice(at).match(/^./su)?.[0] ?? " ";
  return html`<code class="rule-problem" aria-hidden="true">${rule.slice(0, at)}<span class="at">${wrong}</span>${rule.slice(at + wrong.length)}</code>`;
}
