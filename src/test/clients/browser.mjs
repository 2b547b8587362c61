// Headless Chromium, by its DevTools protocol: a page of ours opens sessions with tickets; another's page may not.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import WebSocket from "ws";
import { gapless, raise, run, streamUrl, subscription, ticket, url } from "./gateway.mjs";

async function browser() {
  const directory = mkdtempSync(join(tmpdir(), "chromium-"));
  const chromium = spawn(process.env.CHROMIUM ?? "chromium", [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0",
    `--user-data-dir=${directory}`, "about:blank",
  ]);
  process.on("exit", () => { chromium.kill("SIGKILL"); try { rmSync(directory, { recursive: true, force: true }); } catch { /* in use */ } });
  const endpoint = await new Promise((resolve, reject) => {
    let said = "";
    chromium.stderr.on("data", (text) => {
      said += text;
      const found = /DevTools listening on (ws:\S+)/.exec(said);
      if (found) resolve(found[1]);
    });
    chromium.on("error", reject);
    chromium.on("exit", () => reject(new Error(said)));
  });
  const pages = await (await fetch(`http://${new URL(endpoint).host}/json/list`)).json();
  const socket = new WebSocket(pages.find((page) => page.type === "page").webSocketDebuggerUrl);
  await new Promise((resolve) => socket.on("open", resolve));
  const waiting = new Map();
  const loaded = [];
  socket.on("message", (data) => {
    const message = JSON.parse(data);
    if (message.method === "Page.loadEventFired") loaded.shift()?.();
    waiting.get(message.id)?.(message);
  });
  let number = 0;
  const ask = (method, params = {}) => new Promise((resolve, reject) => {
    const id = ++number;
    waiting.set(id, (answer) => {
      const failure = answer.error ?? answer.result.exceptionDetails;
      if (failure) reject(new Error(JSON.stringify(failure))); else resolve(answer.result);
    });
    socket.send(JSON.stringify({ id, method, params }));
  });
  await ask("Page.enable");
  return {
    async go(to) {
      const arrived = new Promise((resolve) => loaded.push(resolve));
      await ask("Page.navigate", { url: to });
      await arrived;
    },
    async evaluate(script, ...args) {
      const expression = `(${script})(${args.map((arg) => JSON.stringify(arg)).join(",")})`;
      return (await ask("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true })).result.value;
    },
  };
}

/** In the page: follows until alert `until`, and gives the numbers, or how it was closed. */
const overWebSocket = (url, ticket, id, after, until) => new Promise((resolve) => {
  const socket = new WebSocket(url, ["tocsin.v1", `tocsin.ticket.${ticket}`]);
  const numbers = [];
  let cursor = after;
  socket.onopen = () => socket.send(JSON.stringify({ type: "subscribe", subscription: id, after }));
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(data);
    if (frame.type !== "alert") return;
    cursor = frame.alert.cursor;
    numbers.push(frame.alert.sequence);
    if (frame.alert.sequence === until) { socket.close(); resolve({ numbers, cursor }); }
  };
  socket.onclose = ({ code }) => resolve({ numbers, closed: code });
});

const overEventSource = (id, ticket, after, until) => new Promise((resolve) => {
  const events = new EventSource(`/v1/subscriptions/${id}/alerts?after=${after}&ticket=${ticket}`);
  const numbers = [];
  events.addEventListener("alert", ({ data }) => {
    const alert = JSON.parse(data);
    numbers.push(alert.sequence);
    if (alert.sequence === until) { events.close(); resolve(numbers); }
  });
});

run(async () => {
  const id = await subscription();
  await raise(80);
  const chromium = await browser();
  await chromium.go(`${url}/`);
  const first = await chromium.evaluate(overWebSocket, streamUrl, await ticket(), id, "earliest", 40);
  const rest = await chromium.evaluate(overWebSocket, streamUrl, await ticket(), id, first.cursor, 80);
  gapless([...first.numbers, ...rest.numbers], 80);
  gapless(await chromium.evaluate(overEventSource, id, await ticket(), "earliest", 80), 80);

  const used = await ticket();
  await chromium.evaluate(overWebSocket, streamUrl, used, id, "earliest", 1);
  const again = await chromium.evaluate(overWebSocket, streamUrl, used, id, "earliest", 1);
  if (again.closed === undefined || again.numbers.length > 0) throw new Error("a ticket was taken twice");

  // Somebody else's page, even with a good ticket.
  const other = http.createServer((_, answer) => answer.end("<p>other")).listen(0, "127.0.0.1");
  await new Promise((resolve) => other.on("listening", resolve));
  await chromium.go(`http://127.0.0.1:${other.address().port}/`);
  const foreign = await chromium.evaluate(overWebSocket, streamUrl, await ticket(), id, "earliest", 1);
  if (foreign.closed === undefined || foreign.numbers.length > 0) throw new Error("another origin's page was let in");
});
