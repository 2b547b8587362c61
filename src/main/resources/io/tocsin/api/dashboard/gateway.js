/** What the gateway answered instead of doing as asked: a problem document, or as much as there was of one. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `The gateway answered ${status}.`);
    this.status = status;
    this.body = body;
  }
}

const PATIENCE_MILLIS = 15_000;

/** The gateway's REST side, for the holder of one key. Calls fail with a {@link Problem}, or with TypeError or DOMException when unreachable. */
export class Gateway {
  #key;

  constructor(key) {
    this.#key = key;
  }

  /** All of them, page by page. */
  async subscriptions() {
    const all = [];
    let after = "";
    do {
      const page = await this.#ask("GET", `/v1/subscriptions?limit=1000&after=${encodeURIComponent(after)}`);
      all.push(...page.subscriptions);
      after = page.next;
    } while (after);
    return all;
  }

  create(subscription) {
    return this.#ask("POST", "/v1/subscriptions", subscription);
  }

  change(id, changes) {
    return this.#ask("PATCH", `/v1/subscriptions/${encodeURIComponent(id)}`, changes);
  }

  delete(id) {
    return this.#ask("DELETE", `/v1/subscriptions/${encodeURIComponent(id)}`);
  }

  /** What a rule would have matched; nothing comes of it. */
  tryRule(rule, samples) {
    return this.#ask("POST", "/v1/rules:test", { rule, samples });
  }

  /** Why a post satisfies a rule, or why not. */
  explain(rule, post) {
    return this.#ask("POST", "/v1/rules:explain", { rule, post });
  }

  async #ask(method, path, body) {
    const headers = { Authorization: `Bearer ${this.#key}`, Accept: "application/json, application/problem+json" };
    if (body !== undefined) {
      headers["Content-Type"] = "application/json";
    }
    const answer = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(PATIENCE_MILLIS),
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Problem(answer.status, objectOr(text, {}));
    }
    return text ? JSON.parse(text) : null;
  }
}

/** A proxy in between may answer a page of HTML where the gateway would answer JSON. */
function objectOr(text, otherwise) {
  try {
    return Object(JSON.parse(text));
  } catch {
    return otherwise;
  }
}
