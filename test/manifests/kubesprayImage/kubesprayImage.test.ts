/** The Dockerfiles read back by a parser of Docker's, their shell by sh and shellcheck, and .dockerignore as Docker matches it on full trees. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { DockerfileParser, type Instruction } from "dockerfile-ast";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RELEASES } from "../../../server/src/kubespray/releases";
import type { GivenOptions } from "../../../server/src/manifests/frame/optionValues";
import { ignoredPatterns } from "../../../server/src/manifests/kubesprayImage/dockerignore";
import { kubesprayImage } from "../../../server/src/manifests/kubesprayImage/kubesprayImage";
import { pythonVersion } from "../../../server/src/manifests/kubesprayImage/pythonVersion";
import { readRequirements } from "../../../server/src/manifests/kubesprayImage/requirements";
import { TREE } from "../../support/fixture";
import { generated, generatedOnDisk } from "../../support/generated";
import { program } from "../../support/programs";

const VARIABLE = "$".concat("{BASE_IMAGE}");
const SUM = "0123456789abcdef".repeat(4);
const BASE = `
-- file: ${TREE}/requirements.txt
ansible==11.13.0
# why
bcrypt<6
netaddr==1.3.0  # trailing
-- file: ${TREE}/Dockerfile
FROM ubuntu:noble-20260113@sha256:${SUM}
-- file: ${TREE}/playbooks/ansible_version.yml
    minimal_ansible_version: 2.18.0
    maximal_ansible_version: 2.19.0
`;

const KUBECTL = `
-- file: ${TREE}/roles/kubespray_defaults/vars/main/more.yml
kubectl_checksums:
  amd64: {1.35.4: 'sha256:${SUM}'}
  arm: {1.35.4: 'sha256:${SUM.replace("0", "1")}'}
  ppc64le: {1.35.4: 0}
downloads:
  kubectl:
    enabled: true
    file: true
    url: "https://dl.k8s.io/release/v{{ kube_version }}/bin/linux/{{ image_arch }}/kubectl"
    checksum: "{{ kubectl_checksums[image_arch][kube_version] }}"
    groups: [kube_control_plane]
`;

function made(text = BASE + KUBECTL, given: GivenOptions = {}, locale = "en") {
  const result = generated(kubesprayImage, text, given, { locale });
  const file = (path: string) => result.files.find((one) => one.path === path)?.text as string;
  return { ...result, base: file("Dockerfile.base"), image: file("Dockerfile"), ignore: file(".dockerignore") };
}

const instructions = (text: string): readonly Instruction[] => DockerfileParser.parse(text).getInstructions();
const named = (text: string, keyword: string) => instructions(text).filter((one) => one.getKeyword() === keyword);
/** What sh gets: lines that end in a backslash joined. */
const shell = (one: Instruction) => (one.getRawArgumentsContent() ?? "").replace(/\\\n/g, "");

function pipArguments(text: string): string[] {
  const run = named(text, "RUN")
    .map(shell)
    .find((line) => line.includes("pip install")) as string;
  const wanted = `set -- ${run.slice(run.indexOf("--no-compile") + "--no-compile".length)}; printf '%s\\n' "$@"`;
  return execFileSync("sh", ["-c", wanted], { encoding: "utf8" }).trimEnd().split("\n");
}

test("versions are the release's, checksums those of the inventory's Kubernetes, and nothing is left of the build", () => {
  const { base, image, gaps } = made();
  expect(gaps).toEqual([]);
  expect(named(base, "FROM").map((one) => one.getRawArgumentsContent())).toEqual([`${VARIABLE} AS builder`, VARIABLE]);
  expect(base).toContain('ARG BASE_IMAGE="python:3.12-slim"\n');
  expect(base).toContain("# This release asks for ansible-core >= 2.18.0, < 2.19.0\n");
  expect(pipArguments(base)).toEqual(["ansible==11.13.0", "bcrypt<6", "netaddr==1.3.0"]);
  expect(base).toContain(`amd64) arch=amd64; sum=${SUM} ;;`);
  expect(base).toContain("arm|armhf|armel) arch=arm;");
  expect(base).not.toContain("ppc64le");
  const [, last = ""] = base.split(/^FROM .*\n/m).slice(1);
  expect(last).not.toMatch(/gcc|pip install/);
  expect(image).toContain(`ARG BASE_IMAGE="kubespray:v2.31.0-base-kube-v1.35.4"\nFROM ${VARIABLE}\nCOPY . /kubespray\n`);
});

test("options: base pinned by digest, name, Python, packages, user; words in Chinese", () => {
  const pinned = `docker.io/library/python:3.12-slim@sha256:${SUM}`;
  const { base, image } = made(
    undefined,
    { "base-image": pinned, "image-name": "hub.example.com:5000/a/kubespray", packages: "jq vim", "non-root": true },
    "zh-cn",
  );
  expect(base).toContain(`ARG BASE_IMAGE="${pinned}"`);
  expect(base).toContain('ARG PACKAGES="jq vim"');
  expect(named(base, "USER")[0]?.getRawArgumentsContent()).toBe("kubespray");
  expect(image).toContain("COPY --chown=kubespray:kubespray . /kubespray");
  expect(image).toContain("hub.example.com:5000/a/kubespray:v2.31.0-base-kube-v1.35.4");
  expect(base).toContain("构建");
  expect(made(undefined, { python: "3.9" }).notes[0]?.message.en).toContain("it needs 3.11 - 3.13");
});

test("what is not known is said, not guessed", () => {
  expect(made(BASE).gaps.map((one) => one.message)).toEqual([expect.stringContaining("the image holds no kubectl")]);
  expect(made(BASE).base).not.toContain("kubectl");
  expect(() => made(KUBECTL)).toThrow("no requirements.txt");
  const odd = `${BASE.replace("bcrypt<6", "-r other.txt\ngit+https://example.com/x.git\nnetaddr==1; echo $(id)\n'x'")}${KUBECTL}`;
  expect(made(odd).gaps).toHaveLength(4);
  expect(pipArguments(made(odd).base)).toEqual(["ansible==11.13.0", "netaddr==1.3.0"]);
  const secret = made(BASE + KUBECTL.replace("https://dl", "https://me:secret@dl"));
  expect(secret.files.map((file) => file.text).join("")).not.toContain("secret");
  expect(secret.notes[0]?.message.en).toContain("left out");
});

test("no option and no requirement breaks out of its place", () => {
  for (const given of [
    { "base-image": "a b" },
    { "base-image": 'x"\nRUN id' },
    { packages: "a; id" },
    { packages: "-o x" },
    { python: "3.1$1" },
    { "image-name": "a:b" },
  ]) {
    expect(() => made(undefined, given as unknown as GivenOptions), JSON.stringify(given)).toThrow();
  }
  const line = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom(
      "a==1\\",
      "a<<EOF",
      "a==1 # x",
      "a[b]>=1,<2; python_version < '3.8'",
      "-x",
      "a==1' $(id)",
      'a; os_name == "nt"',
      "é==1",
    ),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
      const file = ["ansible==11.13.0", ...lines].join("\n");
      if (file.includes("\0") || file.includes("-- file:") || file.includes("$0")) return;
      const { base } = made(`-- file: ${TREE}/requirements.txt\n${file}\n-- file: ${TREE}/Dockerfile\nFROM python:3.12\n`);
      expect(pipArguments(base)).toEqual(readRequirements(file).lines);
      expect(instructions(base).map((one) => one.getKeyword())).toEqual([
        "ARG",
        "FROM",
        "ARG",
        "ARG",
        "ARG",
        "ARG",
        "RUN",
        "RUN",
        "FROM",
        "ARG",
        "ARG",
        "RUN",
        "COPY",
        "ENV",
        "LABEL",
        "WORKDIR",
      ]);
    }),
    { numRuns: 60 },
  );
});

describe.skipIf(program("shellcheck") === undefined)("shell", () => {
  test("shellcheck and sh find nothing wrong", () => {
    const runs = named(made(undefined, { "non-root": true }).base, "RUN").map(shell);
    expect(runs).toHaveLength(5);
    for (const run of runs) {
      const { stdout } = spawnSync("shellcheck", ["-s", "sh", "-e", "SC2086,SC2154", "-"], {
        input: `#!/bin/sh\n${run}\n`,
        encoding: "utf8",
      });
      expect(stdout).toBe("");
    }
  });
});

test("kubectl is fetched for the architecture, from the mirror where there is one, and refused where its checksum is another", async () => {
  const content = "a program\n";
  const sum = execFileSync("sha256sum", { input: content, encoding: "utf8" }).slice(0, 64);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end(content);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  const folder = mkdtempSync(join(tmpdir(), "kubectl-"));
  const fetched = async (expected: string, env: Readonly<Record<string, string>>) => {
    const { base } = made(BASE + KUBECTL.replace(SUM, expected).replace("https://dl.k8s.io/release", `http://127.0.0.1:${port}/release`));
    const run = named(base, "RUN")
      .map(shell)
      .find((line) => line.includes("urlretrieve")) as string;
    writeFileSync(join(folder, "run.sh"), run.replaceAll("/usr/local/bin/kubectl", join(folder, "kubectl")));
    const { spawn } = await import("node:child_process");
    const child = spawn("sh", [join(folder, "run.sh")], { env: { PATH: process.env.PATH, ...env }, stdio: "ignore" });
    return new Promise<number | null>((done) => child.on("close", done));
  };
  try {
    expect(await fetched(sum, { FILE_SERVER: "", TARGETARCH: "amd64" })).toBe(0);
    expect(readFileSync(join(folder, "kubectl"), "utf8")).toBe(content);
    expect(await fetched(sum, { FILE_SERVER: `http://127.0.0.1:${port}/mirror/`, TARGETARCH: "amd64" })).toBe(0);
    expect(await fetched(SUM.replace("0", "2"), { FILE_SERVER: "", TARGETARCH: "amd64" })).not.toBe(0);
    expect(await fetched(sum, { FILE_SERVER: "", TARGETARCH: "s390x" })).not.toBe(0);
    const path = "/v1.35.4/bin/linux/amd64/kubectl";
    expect(asked).toEqual([`/release${path}`, `/mirror/127.0.0.1:${port}/release${path}`, `/release${path}`]);
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ["FROM ubuntu:bionic-20200807", "ansible==2.9.20", "3.6"],
  ["FROM ubuntu:jammy-20230308", "ansible==5.7.1\nansible-core==2.12.5", "3.10"],
  ["FROM --platform=$X mirror.example.com/library/python:3.11-slim", "ansible==9.13.0", "3.11"],
  ["FROM ubuntu:18.04", "ansible==9.13.0", "3.12"],
  ["FROM scratch", "ansible==3.4.0\nansible-base==2.10.11", "3.9"],
  [undefined, "netaddr==1", undefined],
])("Python of %s with %s: %s", (dockerfile, requirements, version) => {
  expect(pythonVersion(dockerfile, readRequirements(requirements)).version).toBe(version);
});

/** Full trees of all releases, one folder each. */
const trees = process.env.KUBESPRAY_TREES;
describe.skipIf(trees === undefined || !existsSync(trees))("full trees (KUBESPRAY_TREES)", () => {
  test.each(RELEASES)("%s: requirements are the tree's, all that Ansible reads goes into the image", (release) => {
    const root = join(trees as string, release);
    const { files, gaps } = generatedOnDisk(kubesprayImage, root, join(root, "inventory/sample"));
    expect(gaps).toEqual([]);
    const base = files[0]?.text as string;
    const wanted = readFileSync(join(root, "requirements.txt"), "utf8")
      .split("\n")
      .map((line) => line.replace(/#.*/, "").trim());
    expect(pipArguments(base)).toEqual(wanted.filter((line) => line !== ""));
    expect(base).toMatch(/amd64\) arch=amd64; sum=[0-9a-f]{64} ;;/);
    expect(base).toMatch(/arm64\) arch=arm64; sum=[0-9a-f]{64} ;;/);

    const patterns = (files[2]?.text ?? "").split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    const all = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => !lstatSync(join(root, path)).isDirectory());
    const kept = new Set(all.filter((path) => !isIgnored(path, patterns)));
    const needed = all.filter(
      (path) =>
        (/^(?:roles|playbooks|library|plugins|inventory|extra_playbooks|contrib|meta)\//.test(path) &&
          !/(?:^|\/)(?:molecule|\.\w+)\//.test(path)) ||
        (/^[^/._][^/]*\.ya?ml$/.test(path) && path !== "_config.yml") ||
        ["ansible.cfg", "requirements.txt", "LICENSE"].includes(path),
    );
    expect(needed.length).toBeGreaterThan(500);
    expect(needed.filter((path) => !kept.has(path) && !/(?:^|\/)\.git[a-z]*$|README\.md$/.test(path))).toEqual([]);
    expect([...kept].filter((path) => /^(?:\.git|docs|tests|test-infra|scripts|logo)\b/.test(path))).toEqual([]);
    // What a link leads to comes along, and no play reads what stays behind.
    for (const path of kept) {
      const full = join(root, path);
      if (lstatSync(full).isSymbolicLink()) {
        if (!existsSync(full)) continue;
        const target = relative(realpathSync(root), realpathSync(full));
        expect(isIgnored(target, patterns), `${path} -> ${target}`).toBe(false);
      } else if (/^(?:roles|playbooks|extra_playbooks|[^/]*$).*\.ya?ml$/.test(path)) {
        expect(readFileSync(full, "utf8").replace(/^\s*#.*/gm, ""), path).not.toMatch(
          /(?:\.\.\/|playbook_dir \}\}\/)(?:tests|docs|scripts|test-infra)\//,
        );
      }
    }
  });
});

test("a fork's own clutter is left out, what may be read is not", () => {
  const own = ignoredPatterns([".env", "NOTES.md", "files", ".ansible.cfg", "a*b.md", "!x.md", "site.yml", "dev.Dockerfile"]).find(
    ({ title }) => title === "own",
  );
  expect(own?.patterns).toEqual([".env", "NOTES.md", "dev.Dockerfile"]);
});

/** As Docker reads it (moby/patternmatcher): a pattern takes a path or a folder above it; `**` any folders, `*` and `?` within one. */
function isIgnored(path: string, patterns: readonly string[]): boolean {
  const parts = path.split("/");
  const above = parts.map((_, i) => parts.slice(0, i + 1).join("/"));
  return patterns.some((pattern) => {
    const source = pattern.split("/").map((part) =>
      part
        .replace(/[.+^${}()|[\]\\]/g, "\\$&")
        .replaceAll("?", "[^/]")
        .replace(/\*+/g, (stars) => (stars === "**" ? ".*" : "[^/]*")),
    );
    const expression = new RegExp(`^${source.join("/").replace(/^\.\*\//, "(?:.*/)?")}$`);
    return above.some((one) => expression.test(one));
  });
}
