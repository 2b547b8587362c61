// What each of the scripts beside this one needs of the gateway, over plain HTTP.
const { TOCSIN_URL, TOCSIN_KEY } = process.env;

export const url = TOCSIN_URL;
export const streamUrl = `${TOCSIN_URL.replace("http:", "ws:")}/v1/stream`;
export const headers = { Authorization: `Bearer ${TOCSIN_KEY}` };

async function post(path, body, type = "application/json") {
  const answer = await fetch(url + path, { method: "POST", headers: { ...headers, "Content-Type": type }, body });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** A new subscription; its id. */
export async function subscription() {
  return (await post("/v1/subscriptions", JSON.stringify({ name: "t", rule: "storm", purpose: "a test" }))).id;
}

export async function ticket() {
  return (await post("/v1/tickets", "")).ticket;
}

let posted = 0;

/** So many more posts that raise an alert each. */
export async function raise(count) {
  const lines = [];
  for (let i = 0; i < count; i++) {
    lines.push(JSON.stringify({ source: "test", id: `p${++posted}`, author: { id: "a" }, text: `storm ${posted} größer` }));
  }
  await post("/v1/posts", lines.join("\n"), "application/x-ndjson");
}

/** Fails unless the numbers are 1, 2, 3, … */
export function gapless(numbers, count) {
  const expected = Array.from({ length: count }, (_, i) => i + 1);
  if (JSON.stringify(numbers) !== JSON.stringify(expected)) {
    throw new Error(`alerts: ${numbers} (expected: 1 to ${count})`);
  }
}

/** Ends the script when it fails, or takes too long. */
export function run(test) {
  setTimeout(() => { console.error("too slow"); process.exit(2); }, 60_000);
  test().then(() => { console.log("ok"); process.exit(0); }, (e) => { console.error(e); process.exit(1); });
}
