// npm ws: a named consumer whose connection breaks in the middle, and which remembers nothing itself.
import WebSocket from "ws";
import { gapless, raise, run, streamUrl, subscription, ticket } from "./gateway.mjs";

run(async () => {
  const id = await subscription();
  await raise(60);
  const seen = [];

  /** Follows until `until` alerts are seen, and acknowledges each but the last three before a break. */
  async function follow(until, end) {
    const socket = new WebSocket(streamUrl, ["tocsin.v1", `tocsin.ticket.${await ticket()}`]);
    await new Promise((resolve, reject) => {
      let kept = seen.length;
      socket.on("open", () => {
        if (socket.protocol !== "tocsin.v1") reject(new Error(`protocol: ${socket.protocol}`));
        if (socket.extensions !== "permessage-deflate") console.log(`extensions: ${socket.extensions}`);
        if (!socket.extensions.includes("permessage-deflate")) reject(new Error("no compression"));
        socket.send(JSON.stringify({ type: "subscribe", subscription: id, after: "earliest", window: 8, consumer: "wall" }));
      });
      socket.on("message", (data, binary) => {
        const frame = JSON.parse(data);
        if (binary || frame.type === "error") reject(new Error(String(data)));
        if (frame.type !== "alert") return;
        const number = frame.alert.sequence;
        if (frame.alert.post.text !== `storm ${number} größer`) reject(new Error(frame.alert.post.text));
        if (number > kept + 1) reject(new Error(`alert ${number} (expected: at most ${kept + 1})`));
        kept = number;
        if (!seen.includes(number)) seen.push(number);
        if (number < until - 3 || end) socket.send(JSON.stringify({ type: "ack", cursor: frame.alert.cursor }));
        if (number === until) resolve();
      });
      socket.on("error", reject);
    });
    if (!end) { socket.terminate(); return; }
    const closed = new Promise((resolve) => socket.on("close", (code) => resolve(code)));
    socket.close(1000, "done");
    if (await closed !== 1000) throw new Error(`close: ${await closed}`);
  }

  await follow(30, false);
  await follow(60, false);
  await raise(40);
  await follow(100, true);
  gapless(seen, 100);
});
