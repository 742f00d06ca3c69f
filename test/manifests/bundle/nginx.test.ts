/** The script against a real nginx that drops connections, answers 500, and has files that are cut short or are others. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { freePort } from "../../support/freePort";
import { describeWith, program } from "../../support/programs";
import { fileOf, removeAll, run, sumOf, textsOf, write } from "./bundleOf";

const running: ChildProcess[] = [];
afterAll(async () => {
  for (const child of running) {
    const gone = new Promise((done) => child.on("close", done));
    if (child.exitCode === null && child.kill()) await gone;
  }
  removeAll();
});

/** Of every ten requests three meet a closed connection and three a 500. */
const CONFIG = (folder: string, port: number) => `daemon off;
pid ${folder}/nginx.pid;
error_log stderr;
events {}
http {
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((one) => `${one}_temp_path ${folder}/tmp;`).join(" ")}
  log_format line "$status $uri";
  access_log ${folder}/access.log line;
  split_clients $request_id $fate { 30% drop; 30% error; * none; }
  server {
    listen 127.0.0.1:${port};
    root ${folder}/www;
    location /flaky/ {
      if ($fate = drop) { return 444; }
      if ($fate = error) { return 500; }
    }
  }
}
`;

describeWith(["nginx", "sh", "sha256sum"], "a real nginx", () => {
  test.each(["curl", "wget"].filter(program))(
    "%s: every file right or told by name; mended, only what was missing is asked for; then nothing",
    { timeout: 300_000 },
    async (tool) => {
      const names = [...Array.from({ length: 8 }, (_, i) => `/flaky/${i}`), "/cut", "/other"];
      const body = (name: string) => Buffer.from(`${name} `.repeat(3000));
      const served = write({ ...Object.fromEntries(names.map((name) => [`www${name}`, body(name).toString()])), "access.log": "" });
      // Started by root nginx reads as another user.
      chmodSync(served, 0o755);
      writeFileSync(join(served, "www/cut"), body("/cut").subarray(0, 700));
      writeFileSync(join(served, "www/other"), body("/others"));
      const port = await freePort();
      writeFileSync(join(served, "nginx.conf"), CONFIG(served, port));
      const child = spawn(program("nginx") as string, ["-p", served, "-c", join(served, "nginx.conf")], { stdio: "ignore" });
      running.push(child);
      while (child.exitCode === null && !(await answers(port)));
      expect(child.exitCode).toBeNull();
      const asked = () => {
        const lines = readFileSync(join(served, "access.log"), "utf8").split("\n").filter(Boolean);
        writeFileSync(join(served, "access.log"), "");
        return lines;
      };

      const files = names.map((name) => fileOf(`http://127.0.0.1:${port}${name}`, sumOf(body(name))));
      const folder = write(textsOf(files));
      // So many attempts that chance alone fails none.
      const command = ["sh", "download-files.sh", "--with", tool, "--delay", "0", "--stall", "5", "--tries"];
      const first = await run([...command, "60"], folder);
      expect([first.code, first.error]).toEqual([1, ""]);
      expect(first.out).toContain("8 downloaded, 0 there already, 2 failed");
      expect(
        first.out
          .split("\n\n")[1]
          ?.match(/^failed {2}\S+:/gm)
          ?.map((line) => line.replace(/^.*\/|:$/g, "")),
      ).toEqual(["cut", "other"]);
      expect(asked().some((line) => line.startsWith("500"))).toBe(true);
      const right = names.map((name, i) => {
        const place = join(folder, "files", files[i]?.path as string);
        return existsSync(place) && readFileSync(place).equals(body(name));
      });
      expect(right).toEqual(names.map((name) => name.startsWith("/flaky")));

      for (const name of ["/cut", "/other"]) writeFileSync(join(served, `www${name}`), body(name));
      expect(await run([...command, "5"], folder)).toMatchObject({
        code: 0,
        out: expect.stringContaining("2 downloaded, 8 there already"),
      });
      expect(new Set(asked().map((line) => line.replace(/^\d+ /, "")))).toEqual(new Set(["/cut", "/other"]));
      expect(await run([...command, "5"], folder)).toMatchObject({
        code: 0,
        out: expect.stringContaining("0 downloaded, 10 there already"),
      });
      expect(asked()).toEqual([]);
    },
  );
});

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1", () => done(socket.end() !== undefined)).on("error", () => done(false));
  });
}
