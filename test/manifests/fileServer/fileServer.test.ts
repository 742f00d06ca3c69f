/** A real nginx over a bundle: every file of the list at base/host/path, and nothing else, in no other way. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request as requestTls } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { fileServer } from "../../../server/src/manifests/fileServer/fileServer";
import { serverAddress } from "../../../server/src/manifests/fileServer/serverAddress";
import { composeErrors } from "../../support/composeErrors";
import { freePort } from "../../support/freePort";
import { generated } from "../../support/generated";
import { describeWith, program } from "../../support/programs";
import { fileOf } from "../bundle/bundleOf";

function text(path: string, options: Record<string, string> = {}, locale = "en"): string {
  return generated(fileServer, "", options, { locale }).files.find((file) => file.path === path)?.text ?? "";
}

test.each([
  [undefined, { tls: false, port: 80, name: "_", ipv6: false, prefix: "/" }],
  ["https://Files.example.com", { tls: true, port: 443, name: "files.example.com", ipv6: false, prefix: "/" }],
  ["http://10.0.0.5:8080/kube%20spray//x/", { tls: false, port: 8080, name: "10.0.0.5", ipv6: false, prefix: "/kube spray/x/" }],
  ["https://me:pw@[::1]:8443/a", { tls: true, port: 8443, name: "[::1]", ipv6: true, prefix: "/a/" }],
  ["https://h/a$b", undefined],
  ["https://h/%24", undefined],
  ["https://h/%ff", undefined],
  ["https://h/a/../b", undefined],
  ["https://h/%2e%2e/b", undefined],
])("%s", (address, read) => expect(serverAddress(address)).toEqual(read));

test("compose.yml is valid, and mounts everything read-only", () => {
  const made = text("compose.yml", { "file-server": "https://files.example.com:8443", "files-folder": "/srv/a b: 'c'" });
  expect(composeErrors(made)).toBeNull();
  const compose = parse(made);
  const { ports, volumes } = compose.services.files;
  expect(ports).toEqual(["8443:8443"]);
  expect(volumes.map((one: { target: string; read_only: boolean }) => [one.target, one.read_only])).toEqual([
    ["/etc/nginx/conf.d/default.conf", true],
    ["/srv/a b: 'c'", true],
    ["/etc/nginx/tls", true],
  ]);
});

test("an address or a folder that nginx cannot be told is refused; what is called otherwise in the bundle is said; Chinese where asked for", () => {
  expect(() => text("nginx.conf", { "files-folder": "/srv/$HOME" })).toThrow(/nginx has no way/);
  expect(() => text("nginx.conf", { "files-folder": "files" })).toThrow(/from \/ on/);
  expect(() => text("nginx.conf", { "file-server": "https://h/%24" })).toThrow(/nginx has no way/);
  const url = (path: string) => `-- file: group_vars/all.yml\nkubelet_download_url: "https://me:secret@h.example/${path}"\n`;
  const notes = (path: string) => generated(fileServer, url(path)).notes.map(({ message }) => message.en);
  expect(notes("kubelet")).toEqual([]);
  expect(notes("kubelet?v=1")).toEqual([
    "https://***@h.example/kubelet?v=1 is called h.example/kubelet?v=1 in the bundle: ask for it by that name, encoded",
  ]);
  expect(notes(".hidden/kubelet")).toEqual([expect.stringContaining("is not served")]);
  expect(text("nginx.conf", {}, "zh-cn")).toMatch(/# [^a-z]*[\u4e00-\u9fff]/);
});

describeWith(["nginx", "openssl"], "nginx", () => {
  const folder = mkdtempSync(join(tmpdir(), "file-server-"));
  // Started by root nginx reads as nobody, or another user of its own.
  chmodSync(folder, 0o755);
  const running: ChildProcess[] = [];
  afterAll(() => {
    for (const child of running) child.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const root = join(folder, 'it\'s "the" files');
  const files = ["/a/b/c.tar.gz", "/a%20b/it's%22%60x%60%5C%E7%95%8C", "/d/", "/-dash", "/q?a=1", "/x.yaml", "/page.html", "/a%2fb"].map(
    (path) => fileOf(`https://h.example:8443${path}`),
  );
  for (const { path } of files) place(path, path);
  for (const hidden of ["h.example:8443/.netrc", ".download-files/files", "h.example:8443/-dash.partial"]) place(hidden, "secret");
  writeFileSync(join(folder, "outside"), "secret");
  mkdirSync(join(folder, "tls"));
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=files.test"].concat(
      ...["-addext", "subjectAltName=DNS:files.test", "-keyout", join(folder, "tls/files.key"), "-out", join(folder, "tls/files.crt")],
    ),
    { stdio: "ignore" },
  );

  function place(path: string, content: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }

  /** The configuration in an http block as Debian and the image of nginx have it, less their defaults. */
  function configure(options: Record<string, string>, name = "nginx"): string {
    writeFileSync(join(folder, `${name}-site.conf`), text("nginx.conf", options));
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((one) => `${one}_temp_path ${folder}/tmp;`).join(" ");
    const config = join(folder, `${name}.conf`);
    writeFileSync(
      config,
      `daemon off; pid ${folder}/${name}.pid; error_log stderr; events {} http { access_log off; ${temporary} include ${name}-site.conf; }\n`,
    );
    return config;
  }

  const nginx = () => program("nginx") as string;
  const accepted = (config: string) => execFileSync(nginx(), ["-t", "-q", "-p", folder, "-c", config], { encoding: "utf8", stdio: "pipe" });

  async function serve(options: Record<string, string>, port: number): Promise<void> {
    const config = configure(options, `nginx-${port}`);
    accepted(config);
    const child = spawn(nginx(), ["-p", folder, "-c", config], { stdio: "ignore" });
    running.push(child);
    const answers = () => new Promise<boolean>((done) => connect(port, "127.0.0.1", () => done(true)).on("error", () => done(false)));
    while (child.exitCode === null && !(await answers()));
    expect(child.exitCode).toBeNull();
  }

  test("every file at base/host/path; nothing hidden, nothing outside, nothing written", async () => {
    const port = await freePort();
    const base = `http://127.0.0.1:${port}/kube%20spray`;
    await serve({ "file-server": base, "files-folder": root }, port);
    for (const { path } of files) {
      const response = await fetch(`${base}/${path.split("/").map(encodeURIComponent).join("/")}`);
      expect([path, response.status, await response.text()]).toEqual([path, 200, path]);
    }
    // By the very address, but for what wget calls otherwise.
    for (const { url, path } of files.filter((file) => !/[?%]/.test(file.path))) {
      const response = await fetch(`${base}/${url.replace("https://", "")}`);
      expect([url, await response.text()]).toEqual([url, path]);
    }
    const types = async (path: string) => (await fetch(`${base}/h.example:8443/${path}`)).headers.get("content-type");
    expect(await types("a/b/c.tar.gz")).toBe("application/gzip");
    expect(await types("x.yaml")).toMatch(/^application\/yaml/);
    expect(await types("page.html")).toBe("application/octet-stream");
    const part = await fetch(`${base}/h.example:8443/-dash`, { headers: { Range: "bytes=3-5" } });
    expect([part.status, await part.text()]).toEqual([206, files[3]?.path.slice(3, 6)]);
    const listing = await (await fetch(`${base}/h.example:8443/`)).text();
    expect(listing).toContain("page.html");
    expect(listing).not.toContain(".netrc");
    for (const path of ["h.example:8443/.netrc", ".download-files/files", "h.example:8443/-dash.partial", "h.example:8443/%2enetrc"])
      expect([path, (await fetch(`${base}/${path}`)).status]).toEqual([path, 404]);
    for (const method of ["PUT", "POST", "DELETE", "PATCH", "MKCOL", "PROPFIND", "OPTIONS"])
      expect([method, (await fetch(`${base}/h.example:8443/-dash`, { method, ...(method === "PUT" && { body: "x" }) })).status]).toEqual([
        method,
        405,
      ]);
    expect((await fetch(`${base}/h.example:8443/-dash`, { method: "HEAD" })).status).toBe(200);
    for (const path of [
      "/outside",
      "/",
      "/kube%20spray/../outside",
      "/kube%20spray/..%2foutside",
      "/kube%20spray/%2e%2e/outside",
      "/kube%20spray../outside",
    ]) {
      const answer = await raw(port, `GET ${path} HTTP/1.0\r\n\r\n`);
      expect([path, answer]).toEqual([path, expect.stringMatching(/^HTTP\/1.1 (400|404) /)]);
      expect(answer).not.toContain("secret");
    }
    expect(readFileSync(join(root, files[3]?.path ?? ""), "utf8")).toBe(files[3]?.path);
  });

  test("with a certificate where the address is https", async () => {
    const port = await freePort();
    await serve({ "file-server": `https://files.test:${port}`, "files-folder": root }, port);
    const ca = readFileSync(join(folder, "tls/files.crt"));
    const answer = await new Promise<string>((done, failed) => {
      const options = { host: "127.0.0.1", port, path: "/h.example:8443/-dash", servername: "files.test", ca };
      requestTls(options, (response) => response.setEncoding("utf8").once("data", done))
        .on("error", failed)
        .end();
    });
    expect(answer).toBe(files[3]?.path);
  });

  test("whatever the folder and the address hold, nginx reads it or we refuse it", () => {
    const piece = fc.constantFrom("'", '"', "\\", " ", ";", "}", "{", "#", "$", "`", "é", "界", "-", "\\n", "%22", "%5c", "%3b", "~", "a");
    const hostile = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(""));
    let read = 0;
    for (const [folderName, path] of fc.sample(fc.tuple(hostile, hostile), 60)) {
      let config: string;
      try {
        config = configure({ "files-folder": `/srv/${folderName}`, "file-server": `http://h.example:8080/${path}` }, "hostile");
      } catch {
        continue;
      }
      accepted(config);
      read++;
    }
    expect(read).toBeGreaterThan(5);
  });

  describe("on its standard ports", () => {
    test.each([{}, { "file-server": "https://files.example.com/k8s" }, { "file-server": "http://[::1]:8080" }] as Record<string, string>[])(
      "%j",
      (options) => {
        accepted(configure(options, "standard"));
      },
    );
  });
});

/** fetch would put a path right before it asks. */
function raw(port: number, message: string): Promise<string> {
  return new Promise((done, failed) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.end(message));
    socket
      .on("data", (data) => (answer += data))
      .on("end", () => done(answer))
      .on("error", failed);
  });
}
