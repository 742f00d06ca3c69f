/** The rules of ARCHITECTURE.md that can be read off the source: who imports whom, how long files are, how they begin. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** A layer may import itself and these. A folder that is not here fails the test: decide where it belongs. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  text: [],
  files: ["text"],
  python: ["text"],
  yaml: ["text", "python"],
  jinja: ["text", "python"],
  ansible: ["text", "python", "yaml", "jinja", "files"],
  kubespray: ["text", "python", "yaml", "jinja", "files", "ansible"],
  features: ["text", "python", "yaml", "jinja", "files", "ansible", "kubespray"],
  manifests: ["text", "python", "yaml", "jinja", "files", "ansible", "kubespray"],
  lsp: ["text", "python", "yaml", "jinja", "files", "ansible", "kubespray", "features", "manifests"],
  cli: ["text", "python", "yaml", "jinja", "files", "ansible", "kubespray", "features", "manifests"],
};
/** Files of server/src itself. */
const TOP = ["main", "server", "session", "protocol"];

interface Import {
  readonly file: string;
  readonly target: string;
}

const sources = [...typescript("server/src"), ...typescript("client/src")];
const tests = typescript("test");
const imports = sources.flatMap(importsOf);

describe("layers", () => {
  test("the sources are read at all", () => expect(imports.length).toBeGreaterThan(50));

  test("each layer imports only from those to its left", () => {
    const wrong = imports.filter(({ file, target }) => {
      const from = layerOf(file);
      if (from === undefined || target.startsWith("node:") || !target.startsWith(".")) return false;
      const path = resolved(file, target);
      if (path === "package.json") return from !== "cli" && from !== "manifests";
      if (path === "server/src/protocol") return from !== "lsp";
      const to = layerOf(path);
      if (to === undefined) return true;
      return to !== from && MAY_IMPORT[from]?.includes(to) !== true;
    });
    expect(wrong.map(words)).toEqual([]);
  });

  test("every folder of server/src has its place", () => {
    const folders = new Set(sources.filter((file) => file.startsWith("server/src/")).map((file) => file.split("/")[2] as string));
    const unknown = [...folders].filter((name) => (name.endsWith(".ts") ? !TOP.includes(name.slice(0, -3)) : !(name in MAY_IMPORT)));
    expect(unknown).toEqual([]);
  });

  test("node:* stays in main, cli/ and the disk of files/", () => {
    const allowed = /^server\/src\/(main\.ts|cli\/|files\/disk[A-Za-z]*\.ts)/;
    const wrong = imports.filter(({ file, target }) => isNode(target) && file.startsWith("server/") && !allowed.test(file));
    expect(wrong.map(words)).toEqual([]);
  });

  test("vscode-languageserver* stays in main, server, session, lsp/ and protocol", () => {
    const allowed = /^server\/src\/(main|server|session|protocol)\.ts$|^server\/src\/lsp\//;
    const wrong = imports.filter(({ file, target }) => target.startsWith("vscode-languageserver") && !allowed.test(file));
    expect(wrong.map(words)).toEqual([]);
  });

  test("the client imports one file of the server: protocol", () => {
    const wrong = imports.filter(({ file, target }) => {
      const path = target.startsWith(".") ? resolved(file, target) : "";
      return file.startsWith("client/") && path.startsWith("server/") && path !== "server/src/protocol";
    });
    expect(wrong.map(words)).toEqual([]);
  });
});

describe("files", () => {
  const texts = new Map([...sources, ...tests].map((file) => [file, readFileSync(join(root, file), "utf8")]));
  const where = (wrong: (text: string, file: string) => boolean) =>
    [...texts].filter(([file, text]) => wrong(text, file)).map(([file]) => file);

  test("none is over 400 lines without saying why in its first lines", () => {
    const tooLong = (text: string) => text.split("\n").length > 401 && !/lines because/.test(text.split("\n").slice(0, 40).join("\n"));
    expect(where(tooLong)).toEqual([]);
  });

  test("each module opens with what it is: a comment at the margin by its second public item", () => {
    const bare = (text: string, file: string) =>
      file.startsWith("server/") && !/^(\/\*\*?|\/\/)/m.test(text.split(/^export (?!.* from )/m, 2).join(""));
    expect(where(bare)).toEqual([]);
  });

  test("nothing is left for later, nothing is switched off", () => {
    const marker = new RegExp(`\\b(${["TO" + "DO", "FIX" + "ME"].join("|")})\\b|\\b(it|test|describe)\\.(only|skip)\\(`);
    expect(where((text, file) => marker.test(text) && !/^test\/support\/(shared|programs)/.test(file))).toEqual([]);
  });

  test("nothing is called utils, nothing is a default export", () => {
    const wrong = where(
      (text, file) =>
        /(^|\/)(utils?|helpers|common|misc)\.ts$/.test(file) || (file.startsWith("server/") && /^export default /m.test(text)),
    );
    expect(wrong).toEqual([]);
  });

  test("what a template says is never run: no eval, no Function", () => {
    const engine = [...texts].filter(([file]) => file.startsWith("server/"));
    expect(
      engine
        .filter(([, text]) => /\beval\(|new Function\(|node:(vm|child_process|worker_threads|http|https|net)"/.test(text))
        .map(([file]) => file),
    ).toEqual([]);
  });
});

function typescript(folder: string): string[] {
  let entries: string[];
  try {
    entries = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
  return entries
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(".ts"))
    .sort();
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const statements = text.matchAll(/^(?:import|export)\s+(?:type\s+)?(?:[^;"']*?\sfrom\s+)?["']([^"']+)["']/gm);
  const dynamic = text.matchAll(/\b(?:import|require)\(\s*["']([^"']+)["']\s*\)/g);
  return [...statements, ...dynamic].map((match) => ({ file, target: match[1] as string }));
}

function isNode(target: string): boolean {
  return target.startsWith("node:") || /^(fs|path|os|child_process|util|url|crypto|module|process)$/.test(target);
}

/** `server/src/jinja/ast`, without an ending. */
function resolved(file: string, target: string): string {
  return relative(root, join(root, dirname(file), target))
    .replaceAll("\\", "/")
    .replace(/\.ts$/, "");
}

/** The folder below server/src; undefined for the files there and for the client. */
function layerOf(path: string): string | undefined {
  const parts = path.split("/");
  return parts[0] === "server" && parts.length > 3 ? parts[2] : undefined;
}

function words({ file, target }: Import): string {
  return `${file} imports ${target}`;
}
