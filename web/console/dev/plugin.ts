import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import { type WebSocket, WebSocketServer } from "ws";
import { WORDS } from "./people";
import { routes } from "./routes";
import { addMessage, conversations } from "./world";

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  return request.headers["content-type"]?.includes("json") && text ? JSON.parse(text) : {};
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  tell: (event: object) => void,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://example");
  for (const [method, path, handler] of routes) {
    const found = method === request.method && path.exec(url.pathname);
    if (!found) continue;
    const result = handler({
      params: found.slice(1).map(decodeURIComponent),
      query: url.searchParams,
      body: await bodyOf(request),
      tell,
    });
    response.statusCode = result === undefined ? 404 : result === null ? 204 : 200;
    response.setHeader(
      "Content-Type",
      result === undefined ? "application/problem+json" : "application/json",
    );
    response.end(
      result === null
        ? ""
        : JSON.stringify(result ?? { title: "Not found", status: 404, detail: "Здесь этого нет." }),
    );
    return;
  }
  response.statusCode = 501;
  response.setHeader("Content-Type", "application/problem+json");
  response.end(JSON.stringify({ title: "Not here", status: 501, detail: "В примере данных этого нет." }));
}

/** Somebody writes every quarter of a minute, so that the desk is seen alive. */
function liven(tell: (event: object) => void): void {
  const talks = [...conversations.values()].filter(
    (one) => one.status === "open" || one.status === "waiting",
  );
  const conversation = talks[Math.floor(Math.random() * Math.min(14, talks.length))];
  if (!conversation) return;
  const message = addMessage(conversation, {
    channel: conversation.last.channel,
    text: WORDS[Math.floor(Math.random() * WORDS.length)],
  });
  conversation.unread += 1;
  conversation.status = "open";
  conversation.waiting_since ??= message.at;
  tell({
    kind: "message_received",
    conversation_id: conversation.id,
    customer_id: conversation.customer.id,
    message,
  });
  tell({ kind: "conversation_changed", conversation });
}

function speak(socket: WebSocket): void {
  socket.on("message", (raw) => {
    const frame = JSON.parse(String(raw));
    const say = (answer: object) => socket.send(JSON.stringify(answer));
    if (frame.type === "resume") say({ type: "ready", cursor: "1-1" });
    if (frame.type === "ping") say({ type: "pong" });
    if (frame.type === "watch" && frame.conversation_id) {
      const typing = Number(String(frame.conversation_id).length) % 2 === 0;
      say({
        type: "presence",
        conversation_id: frame.conversation_id,
        people: [{ id: "p-2", name: "Анна", typing }],
      });
    }
  });
}

/** Serves example data in the place of the backend, while the desk is being worked on. */
export function exampleServer(): Plugin {
  return {
    name: "nitka-example-data",
    configureServer(server) {
      const sockets = new WebSocketServer({ noServer: true });
      const tell = (event: object) => {
        for (const client of sockets.clients)
          client.send(JSON.stringify({ type: "event", cursor: "1-2", event }));
      };
      sockets.on("connection", speak);
      server.httpServer?.on("upgrade", (request, socket, head) => {
        if (request.url !== "/api/v1/live") return;
        sockets.handleUpgrade(request, socket, head, (client) => sockets.emit("connection", client, request));
      });
      if (process.env.NITKA_QUIET !== "1") setInterval(() => liven(tell), 15_000);
      server.middlewares.use("/api/v1", (request, response, next) => {
        answer(request, response, tell).catch(next);
      });
    },
  };
}
