const URLS = /https?:\/\/[^\s<>"“”]+/giu;
/** What ends a sentence rather than a link. */
const AFTER_LINK = /[.,;:!?'’…»)\]}]*$/u;
/** A link that was cut off leads nowhere, or elsewhere. */
const CUT_OFF = /^(…|\.\.\.)/u;

/**
 * A post's text in parts, in order: `{text, marked, href}`, with `href` where the part belongs to a link.
 *
 * Spans are in UTF-16 code units, as JavaScript counts; they may overlap, and lie outside of the text.
 */
export function parts(text, spans) {
  const links = linksIn(text);
  const edges = new Set([0, text.length]);
  for (const [start, end] of [...spans, ...links.map((link) => [link.start, link.end])]) {
    edges.add(Math.min(Math.max(start, 0), text.length));
    edges.add(Math.min(Math.max(end, 0), text.length));
  }
  const sorted = [...edges].sort((a, b) => a - b);
  const found = [];
  for (let i = 0; i + 1 < sorted.length; i++) {
    const [start, end] = [sorted[i], sorted[i + 1]];
    found.push({
      text: text.slice(start, end),
      marked: spans.some(([from, to]) => from <= start && end <= to),
      href: links.find((link) => link.start <= start && end <= link.end)?.href,
    });
  }
  return found;
}

/** The address if it is one to follow from a page, http or https; else undefined. */
export function safeHref(address) {
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : undefined;
  } catch {
    return undefined;
  }
}

function linksIn(text) {
  const links = [];
  for (const found of text.matchAll(URLS)) {
    const [after] = found[0].match(AFTER_LINK);
    const address = found[0].slice(0, found[0].length - after.length);
    const href = CUT_OFF.test(after) ? undefined : safeHref(address);
    if (href) {
      links.push({ start: found.index, end: found.index + address.length, href });
    }
  }
  return links;
}
