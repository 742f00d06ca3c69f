/**
 * The mirrors with real programs: nginx takes its file and lets nobody push, skopeo pulls through it with the certificate that the steps
 * make, and a registry with the generated config.yml fetches what it lacks from its origin, once.
 */
import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { registryMirrors } from "../../../server/src/manifests/registryMirrors/registryMirrors";
import { TREE } from "../../support/fixture";
import { generated } from "../../support/generated";
import { digestAt, ended, freePort, type LocalRegistry, type PushedImage, pushImage, startRegistry } from "../../support/localRegistry";
import { describeWith, program } from "../../support/programs";

const IMAGES = `-- file: ${TREE}/roles/kubespray_defaults/defaults/main/download.yml
download_defaults: {container: false, file: false, repo: None, tag: None, enabled: false, dest: None, version: None, url: None}
kubeadm_images: {}
skip_kubeadm_images: true
downloads:
  one: {enabled: true, container: true, repo: quay.io/calico/node, tag: "v1", groups: [k8s_cluster]}
  two: {enabled: true, container: true, repo: docker.io/library/nginx, tag: "1", groups: [k8s_cluster]}
`;

describeWith(["nginx", "docker-registry", "skopeo", "openssl", "sh"], "mirrors", () => {
  let folder: string;
  let nginxFolder: string;
  let origin: LocalRegistry;
  let mirror: LocalRegistry;
  let writable: LocalRegistry;
  let nginx: ChildProcess;
  let image: PushedImage;
  let port: number;
  let files: ReadonlyMap<string, string>;

  /** nginx.conf is written for loopback ports that a test cannot choose: those of the registries that run take their place. */
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "mirrors-"));
    nginxFolder = join(folder, "nginx");
    port = await freePort();
    const made = generated(registryMirrors, IMAGES, { names: "{origin}.localhost.localdomain", "mirror-port": String(port) });
    files = new Map(made.files.map((file) => [file.path, file.text]));
    origin = await startRegistry();
    image = await pushImage(origin.host, "calico/node", "v1");
    const compose = parse(files.get("compose.yml") ?? "");
    const { environment } = compose.services["quay-io"];
    // What compose makes of its environment where no account is given.
    const noAccount = Object.fromEntries(
      Object.entries<string>(environment).map(([name, value]) => [name, value.replace(/\$\{\w+:-\}/, "")]),
    );
    mirror = await startRegistry(files.get("config.yml"), { ...noAccount, REGISTRY_PROXY_REMOTEURL: `http://${origin.host}` });
    writable = await startRegistry(files.get("config.yml"));
    mkdirSync(nginxFolder);
    const site = (files.get("nginx.conf") ?? "").replace("127.0.0.1:5001", writable.host).replace("127.0.0.1:5002", mirror.host);
    writeFileSync(join(nginxFolder, "site.conf"), site);
    execFileSync("sh", ["-c", made.steps?.[0]?.command ?? ""], { cwd: nginxFolder, stdio: "pipe" });
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${kind};`).join(" ");
    writeFileSync(
      join(nginxFolder, "main.conf"),
      `daemon off; master_process off; pid nginx.pid; error_log stderr notice;\nevents {}\nhttp { access_log off; ${temporary} include site.conf; }\n`,
    );
    nginx = spawn(program("nginx") as string, ["-p", nginxFolder, "-c", "main.conf", "-e", "stderr"], { stdio: "pipe" });
    await answers();
  });
  afterAll(async () => {
    await Promise.all([nginx && ended(nginx), origin?.stop(), mirror?.stop(), writable?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const QUAY = "quay-io.localhost.localdomain";
  const DOCKER = "docker-io.localhost.localdomain";

  interface Answer {
    readonly status: number;
    readonly digest: string | undefined;
  }

  function ask(method: string, path: string, name: string, body?: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const ca = readFileSync(join(nginxFolder, "tls/mirrors.crt"));
      const headers = {
        Host: name,
        Accept: "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json",
        ...(body && { "Content-Length": body.length }),
      };
      const asked = request({ host: "127.0.0.1", port, servername: name, ca, method, path, headers }, (answer) => {
        answer.resume();
        answer.once("end", () => resolve({ status: answer.statusCode ?? 0, digest: answer.headers["docker-content-digest"] as string }));
      });
      // nginx answers before a large body has been sent and closes: the answer counts.
      asked.once("error", reject);
      asked.end(body);
    });
  }

  /** Asks until nginx listens: a refused connection is the only thing that is tried again. */
  async function answers(): Promise<void> {
    for (;;) {
      if (nginx.exitCode !== null) throw new Error("nginx has ended");
      const up = await ask("GET", "/v2/", QUAY).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ECONNREFUSED") throw error;
        return undefined;
      });
      if (up !== undefined) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  test("nginx -t takes the file", () => {
    execFileSync(program("nginx") as string, ["-t", "-p", nginxFolder, "-c", "main.conf", "-e", "stderr"], { stdio: "pipe" });
  });

  test.each(["PUT", "POST", "PATCH", "DELETE"])("%s is answered 403, whatever its size, and never reaches the registry", async (method) => {
    for (const name of [QUAY, DOCKER]) {
      // What a registry was asked while it started may be told late.
      const asked = (requests: readonly string[]) => requests.filter((line) => line.startsWith(method)).length;
      const [seen, other] = [asked(mirror.requests), asked(writable.requests)];
      expect((await ask(method, "/v2/calico/node/blobs/uploads/", name)).status).toBe(403);
      expect((await ask(method, "/v2/calico/node/manifests/v1", name, Buffer.alloc(3_000_000))).status).toBe(403);
      expect([asked(mirror.requests), asked(writable.requests)]).toEqual([seen, other]);
    }
  });

  test("GET and HEAD pass, and the mirror fetches what it lacks from its origin, once", async () => {
    expect(await ask("HEAD", "/v2/calico/node/manifests/v1", QUAY)).toEqual({ status: 200, digest: image.digest });
    const path = `/v2/calico/node/manifests/${image.manifests.amd64}`;
    expect((await ask("GET", path, QUAY)).status).toBe(200);
    const fetched = () => origin.requests.filter((line) => line.startsWith("GET") && line.includes(image.manifests.amd64 as string)).length;
    expect(fetched()).toBe(1);
    expect((await ask("GET", path, QUAY)).status).toBe(200);
    expect(fetched()).toBe(1);
    expect((await ask("GET", "/v2/absent/manifests/v1", QUAY)).status).toBe(404);
  });

  const skopeo = (...args: string[]) =>
    new Promise<{ code: number; err: string }>((resolve) => {
      const child = execFile("skopeo", args, { env: { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder } }, (_, __, err) =>
        resolve({ code: child.exitCode ?? -1, err }),
      );
    });

  test("skopeo pulls through nginx and cannot push, not even to a registry that would let it", async () => {
    // The loopback address stands for the mirrors' names, which nobody resolves here: nginx then answers with its first server, docker.io's.
    await pushImage(writable.host, "library/nginx", "1");
    const front = `docker://127.0.0.1:${port}/library/nginx`;
    const pulled = await skopeo("copy", "--all", "--src-tls-verify=false", `${front}:1`, `dir:${join(folder, "pulled")}`);
    expect(pulled).toEqual({ code: 0, err: "" });
    expect(execFileSync("skopeo", ["manifest-digest", join(folder, "pulled/manifest.json")], { encoding: "utf8" }).trim()).toBe(
      await digestAt(writable.host, "library/nginx", "1"),
    );
    const pushed = await skopeo("copy", "--all", "--dest-tls-verify=false", `dir:${join(folder, "pulled")}`, `${front}-new:1`);
    expect(pushed.code).not.toBe(0);
    expect(pushed.err).toMatch(/403/);
    expect(await digestAt(writable.host, "library/nginx-new", "1")).toBeUndefined();
  });
});
