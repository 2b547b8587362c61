// npm eventsource, through a proxy that breaks the connection: it comes back with the last id by itself.
import { EventSource } from "eventsource";
import net from "node:net";
import { gapless, headers, raise, run, subscription, url } from "./gateway.mjs";

run(async () => {
  const id = await subscription();
  const { hostname, port } = new URL(url);
  const connections = new Set();
  const proxy = net.createServer((from) => {
    const to = net.connect(Number(port), hostname);
    connections.add(from);
    from.pipe(to).pipe(from);
    for (const side of [from, to]) side.on("error", () => { from.destroy(); to.destroy(); });
  });
  await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const events = new EventSource(`http://127.0.0.1:${proxy.address().port}/v1/subscriptions/${id}/alerts?after=earliest`, {
    fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, ...headers } }),
  });
  const seen = [];
  let more = () => {};
  events.addEventListener("alert", (event) => {
    const alert = JSON.parse(event.data);
    if (event.lastEventId !== alert.cursor) throw new Error(`id: ${event.lastEventId} (expected: ${alert.cursor})`);
    seen.push(alert.sequence);
    more();
  });
  const until = (count) => new Promise((resolve) => { more = () => { if (seen.length >= count) resolve(); }; more(); });
  await raise(50);
  await until(50);
  connections.forEach((connection) => connection.destroy());
  await raise(50);
  await until(100);
  gapless(seen, 100);
  events.close();
});
