/** A server that treats each file as badly as its name says, and counts who asked for what. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export interface Upstream {
  /** `http://127.0.0.1:PORT` */
  readonly base: string;
  /** `METHOD path`, in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** What happens to the requests for a file; `n` is the number of those before. */
export type Manner = (request: IncomingMessage, response: ServerResponse, body: Buffer, n: number) => void;

export async function upstream(files: Readonly<Record<string, { readonly body: Buffer; readonly manner: Manner }>>): Promise<Upstream> {
  const requests: string[] = [];
  const counts = new Map<string, number>();
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    requests.push(`${request.method} ${path}`);
    const n = counts.get(path) ?? 0;
    counts.set(path, n + 1);
    const file = files[path];
    if (file) file.manner(request, response, file.body, n);
    else response.writeHead(404).end("nothing here\n");
  });
  server.on("connection", (socket) => sockets.add(socket.on("close", () => sockets.delete(socket))));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => done());
      }),
  };
}

/** As it should be, ranges included. */
export const good: Manner = (request, response, body, n) => {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? Number.NaN);
  if (Number.isNaN(from)) return whole(request, response, body, n);
  if (from >= body.length) return void response.writeHead(416, { "Content-Range": `bytes */${body.length}` }).end();
  const headers = { "Content-Length": body.length - from, "Content-Range": `bytes ${from}-${body.length - 1}/${body.length}` };
  response.writeHead(206, headers).end(body.subarray(from));
};

/** Never a part. */
export const whole: Manner = (request, response, body) => {
  response.writeHead(200, { "Content-Length": body.length });
  response.end(request.method === "HEAD" ? undefined : body);
};

/** Sends a third of what is asked for and drops the connection, `times` times. */
export function dropping(times: number, then: Manner = good, ranges = true): Manner {
  return (request, response, body, n) => {
    if (n >= times) return then(request, response, body, n);
    const from = ranges ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0) : 0;
    const length = body.length - from;
    const headers = from === 0 ? {} : { "Content-Range": `bytes ${from}-${body.length - 1}/${body.length}` };
    response.writeHead(from === 0 ? 200 : 206, { ...headers, "Content-Length": length });
    response.write(body.subarray(from, from + Math.max(1, Math.floor(length / 3))), () => response.destroy());
  };
}

export function answering(status: number, times: number, headers: Readonly<Record<string, string>> = {}): Manner {
  return (request, response, body, n) => {
    if (n >= times) good(request, response, body, n);
    else response.writeHead(status, headers).end("an answer that is no file\n");
  };
}

/** Other bytes of the same length. */
export function corrupting(times: number): Manner {
  return (request, response, body, n) => good(request, response, n < times ? Buffer.from(body).fill(`wrong ${n} `, 0, 40) : body, n);
}

/** Says nothing, or stops in the middle, until the other side gives up. */
export function hanging(times: number, sent: number): Manner {
  return (request, response, body, n) => {
    if (n >= times) return good(request, response, body, n);
    if (sent === 0) return;
    response.writeHead(200, { "Content-Length": body.length });
    response.write(body.subarray(0, sent));
  };
}

export function moved(to: string): Manner {
  return (_, response) => void response.writeHead(302, { Location: to }).end();
}
