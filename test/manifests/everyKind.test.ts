/**
 * What holds for every kind of manifest, whatever an inventory says: what is made parses, is the same twice, stays in its folder, says what
 * made it and nothing of the machine, and gives no password away. A new kind is asked too by being in MANIFESTS.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import type { FilePath } from "../../server/src/files/fileSystem";
import { memoryFileSystem } from "../../server/src/files/memory";
import { overlayFileSystem } from "../../server/src/files/overlay";
import { openModel } from "../../server/src/kubespray/openModel";
import { makeKit } from "../../server/src/manifests/frame/makeKit";
import { isSafePath, makeManifest } from "../../server/src/manifests/frame/makeManifest";
import { type GivenOptions, valueFault } from "../../server/src/manifests/frame/optionValues";
import { type Surroundings, surroundings } from "../../server/src/manifests/frame/surroundings";
import type { GeneratedFile, ManifestOption } from "../../server/src/manifests/manifest";
import { MANIFESTS } from "../../server/src/manifests/manifests";
import { json } from "../../server/src/manifests/quoting";
import { redact } from "../../server/src/text/redact";
import { ROOT, temporaryFolder } from "../support/cli";
import { program } from "../support/programs";

/** Of the machine: must not travel. */
const HOME = "/home/operator-of-this-machine";
const PASSWORD = "hunter2secret";

const HOSTILE = fc
  .array(
    fc.constantFrom(
      ...[
        "'",
        '"',
        "$",
        "`",
        "\\",
        "\n",
        "\r",
        "\t",
        " ",
        "-",
        "--",
        "#",
        ": ",
        "{{",
        "}}",
        "{% x %}",
        "%",
        "%s",
        "é",
        "界",
        "\u2028",
        "\u0085",
      ],
      ...[
        "\u001b[2J",
        "\u0000",
        "!",
        "&&",
        ";",
        "|",
        ">",
        "<",
        "*",
        "~",
        "$(id)",
        "$HOME",
        "]]>",
        "-->",
        "EOF",
        "\ufeff",
        "a",
        "B",
        "0",
        "/",
        ".",
      ],
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(""));

interface Case {
  readonly texts: readonly string[];
  readonly file: string;
}
const CASE: fc.Arbitrary<Case> = fc.record({
  texts: fc.array(HOSTILE, { minLength: 8, maxLength: 8 }),
  file: fc.constantFrom("hosts.yml", "a b.yml", "it's.yml", "-x.yml", "$(id).yml", "--> x.yml", "é界.yml", "a\nb.yml"),
});

test.each(MANIFESTS.map((manifest) => [manifest.kind, manifest] as const))("%s says what it is, in both languages", (_, manifest) => {
  expect(manifest.kind).toMatch(/^[a-z][a-z-]*$/);
  expect(manifest.folder === "" || isSafePath(manifest.folder)).toBe(true);
  const wordings = [
    manifest.title,
    manifest.summary,
    ...manifest.options.flatMap((one) => [one.help, ...(one.choices ?? []).map(({ help }) => help)]),
  ];
  for (const { en, zh } of wordings) {
    expect(en).toMatch(/^[\x20-\x7e]+$/);
    expect(zh).toMatch(/[\u4e00-\u9fff]/);
  }
  for (const option of manifest.options) {
    expect(option.name).toMatch(/^[a-z][a-z0-9-]*$/);
    // The command line's own, and those of every command.
    const taken = [
      "out",
      "force",
      "dry-run",
      "locale",
      "skip",
      "list",
      "help",
      "kubespray",
      "inventory",
      "facts",
      "extra-vars",
      "generation",
    ];
    expect(taken).not.toContain(option.name);
    expect(option.type === "choice").toBe(option.choices !== undefined);
    for (const value of [option.default, option.required ? option.example : undefined]) {
      if (value !== undefined && option.type !== "flag") expect(valueFault(option, value), `${option.name}: ${value}`).toBeUndefined();
    }
  }
});

test("options of one name are of one type, and mean one thing", () => {
  const types = new Map<string, string>();
  for (const option of MANIFESTS.flatMap(({ options }) => options)) {
    // One value is also a list of one.
    const type = option.type === "list" ? "text" : option.type;
    const shape = JSON.stringify([type, option.choices?.map(({ value }) => value), option.default]);
    expect(types.get(option.name) ?? shape, option.name).toBe(shape);
    types.set(option.name, shape);
  }
});

test("Chinese sentences have Chinese punctuation", () => {
  const folder = join(ROOT, "server/src/manifests");
  const lines = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .flatMap((path) => readFileSync(join(folder, path), "utf8").split("\n"));
  expect(lines.filter((line) => /[\u4e00-\u9fff][,:;!?(]|[,:;!?)][\u4e00-\u9fff]/.test(line))).toEqual([]);
  expect(lines.filter((line) => /[\u4e00-\u9fff]，/.test(line)).length).toBeGreaterThan(10);
});

test("each is documented", () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  for (const { kind } of MANIFESTS) {
    expect(readFileSync(join(ROOT, `docs/manifests/${kind}.md`), "utf8")).toContain(`generate ${kind}`);
    expect(readme).toContain(`docs/manifests/${kind}.md`);
  }
});

describe.each(MANIFESTS.map((manifest) => [manifest.kind, manifest] as const))("%s", (_, manifest) => {
  test("whatever the inventory says", () => {
    const scripts: GeneratedFile[] = [];
    fc.assert(
      fc.property(CASE, (drawn) => {
        const request = inventory(drawn);
        const given = answers(manifest.options, drawn.texts);
        const made = makeManifest(manifest, given, request);
        if (!made.ok) {
          expect(made.defect).toBeUndefined();
          return;
        }
        const { files, notes } = made.generated;
        expect(makeManifest(manifest, given, inventory(drawn))).toMatchObject({ ok: true, generated: { files } });
        for (const file of files) checkFile(file);
        for (const { message } of notes) for (const text of [message.en, message.zh]) expect(redact(text)).not.toContain(PASSWORD);
        scripts.push(...files.filter(isScript));
      }),
      { numRuns: 10 },
    );
    checkScripts(scripts);
  });

  test("with the example", () => {
    const request = inventory({ texts: [], file: "hosts.yml" });
    const made = makeManifest(manifest, answers(manifest.options, []), request);
    if (!made.ok) throw new Error(made.wording.en);
    expect(made.generated.files.length).toBeGreaterThan(0);
    expect(made.generated.gaps).toEqual([]);
    for (const file of made.generated.files) checkFile(file);
    checkScripts(made.generated.files.filter(isScript), true);
  });
});

test("the kit of all", () => {
  const options = MANIFESTS.flatMap((manifest) => manifest.options);
  fc.assert(
    fc.property(CASE, fc.constantFrom("en", "zh-cn"), (drawn, locale) => {
      const request = { ...inventory(drawn), locale };
      const given = answers(options, drawn.texts);
      const kit = makeKit(
        MANIFESTS.map((manifest) => makeManifest(manifest, given, request)),
        given,
        request,
      );
      expect(kit.made.flatMap((one) => (one.ok || one.defect === undefined ? [] : [one.wording.en]))).toEqual([]);
      const paths = kit.files.map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
      const readme = kit.files[0] as GeneratedFile;
      checkFile(readme);
      expect(readme.text).not.toContain(PASSWORD);
    }),
    { numRuns: 5 },
  );
});

/** The example, with hostile values where manifests take theirs from. */
function inventory({ texts, file }: Case): Surroundings {
  const files = new Map(EXAMPLE);
  const folder = `${HOME}/site/inventory`;
  if (file !== "hosts.yml") {
    files.set(`${folder}/${file}`, files.get(`${folder}/hosts.yml`) ?? "");
    files.delete(`${folder}/hosts.yml`);
  }
  const [a = "x", b = "x", c = "x", d = "x", e = "x", f = "x", g = "x", h = "x"] = texts;
  const vars = {
    kubelet_download_url: `https://user:${PASSWORD}@files.example.com/${a}/kubelet`,
    kubectl_download_url: `${b}https://dl.example.com/kubectl`,
    coredns_image_repo: `${c}/coredns`,
    pod_infra_image_repo: `registry.example.com/${d}`,
    calico_node_image_tag: `v1${e}`,
    docker_image_repo: f,
    cluster_name: g,
    registry_host: h,
    bin_dir: `/opt/${a}`,
    local_release_dir: `/tmp/${b}`,
  };
  if (texts.length > 0) {
    const lines = Object.entries(vars).map(([name, value]) => `${name}: ${json(value)}\n`);
    files.set(`${folder}/group_vars/all/zz.yml`, lines.join(""));
  }
  const fs = memoryFileSystem(files);
  const options = { fs, inventory: `${folder}/${file}` as FilePath, kubespray: `${HOME}/site/kubespray` as FilePath };
  const variant = (more: ReadonlyMap<FilePath, string>) => openModel({ ...options, fs: overlayFileSystem(fs, more) });
  return surroundings({ model: openModel(options), fs, locale: "en", variant }, MANIFESTS).request;
}

const EXAMPLE: ReadonlyMap<string, string> = new Map(
  readdirSync(join(ROOT, "example"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [`${HOME}/site${path.slice(join(ROOT, "example").length)}`, readFileSync(path, "utf8")]),
);

/** What is needed as the example of the option says; what may be anything is hostile. */
function answers(options: readonly ManifestOption[], texts: readonly string[]): GivenOptions {
  return Object.fromEntries(
    options.flatMap((option, i): [string, string | boolean][] => {
      const text = texts[i % Math.max(1, texts.length)];
      if (option.type === "flag") return text === undefined ? [] : [[option.name, text.length % 2 === 0]];
      if (text !== undefined && valueFault(option, text) === undefined) return [[option.name, text]];
      const value = option.default ?? option.example;
      return value === undefined || valueFault(option, value) !== undefined ? [] : [[option.name, value]];
    }),
  );
}

function checkFile({ path, text }: GeneratedFile): void {
  expect(isSafePath(path), path).toBe(true);
  // CSV has no way to write such a character but as it is, within quotes; a plain list has none at all.
  if (!path.endsWith(".csv")) expect(text, path).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  if (!/\.(csv|list)$/.test(path)) expect(text, path).not.toMatch(/[\u2028\u2029\ufeff]/);
  expect(text.endsWith("\n") || text === "", path).toBe(true);
  expect(text, path).not.toContain(HOME);
  if (/\.ya?ml$/.test(path)) for (const document of parseAllDocuments(text)) expect(document.errors, `${path}\n${text}`).toEqual([]);
  if (path.endsWith(".json")) JSON.parse(text);
  if (/\.(ya?ml|sh|conf|md|toml)$|Dockerfile|dockerignore/.test(path)) {
    expect(text, path).toContain("Made by kubespray-inventory ");
    const header = text.split("\n").filter((line) => /Made by kubespray-inventory|^\W*From /.test(line));
    expect(header.join("\n"), path).not.toContain(PASSWORD);
  }
}

function isScript({ text, path }: GeneratedFile): boolean {
  return path.endsWith(".sh") || /^#!.*sh$/m.test(text.split("\n", 1)[0] ?? "");
}

/** Each is one that the shell reads; where it is wanted and can be, shellcheck has nothing to say. */
function checkScripts(scripts: readonly GeneratedFile[], thoroughly = false): void {
  const folder = temporaryFolder({});
  const paths = scripts.map(({ text }, i) => {
    const path = join(folder, String(i), "x.sh");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  });
  for (const path of paths) {
    const { status, stderr } = spawnSync("sh", ["-n", path], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  }
  if (!thoroughly || paths.length === 0 || program("shellcheck") === undefined) return;
  expect(spawnSync("shellcheck", ["--severity=style", ...paths], { encoding: "utf8" }).stdout).toBe("");
}
