/** What every kind is run in: options checked, one kind that breaks costs itself, the kit of all kinds, what writing would change. */
import { describe, expect, test } from "vitest";
import type { FilePath } from "../../server/src/files/fileSystem";
import { memoryFileSystem } from "../../server/src/files/memory";
import { fileChanges } from "../../server/src/manifests/frame/fileChanges";
import { makeKit } from "../../server/src/manifests/frame/makeKit";
import { isSafePath, makeManifest } from "../../server/src/manifests/frame/makeManifest";
import { type GivenOptions, optionFaults, optionValues, sharedOptions } from "../../server/src/manifests/frame/optionValues";
import { shownPath } from "../../server/src/manifests/frame/shownPath";
import { type Generated, type Manifest, ManifestError, type ManifestOption } from "../../server/src/manifests/manifest";
import { fixture, INVENTORY } from "../support/fixture";

const twice = (text: string) => ({ en: text, zh: text });
const OPTIONS: readonly ManifestOption[] = [
  {
    name: "server",
    type: "text",
    required: true,
    help: twice("h"),
    check: (value) => (value.startsWith("http") ? undefined : twice("no address")),
  },
  { name: "mode", type: "choice", default: "one", choices: ["one", "two"].map((value) => ({ value, help: twice("h") })), help: twice("h") },
  { name: "host", type: "list", help: twice("h") },
  { name: "all", type: "flag", help: twice("h") },
];

function kind(name: string, made: () => Partial<Generated>, more: Partial<Manifest> = {}): Manifest {
  const generate = () => ({ files: [{ path: `${name}.txt`, text: `${name}\n` }], notes: [], gaps: [], ...made() });
  return { kind: name, title: twice(name), summary: twice("What it is for"), options: [], folder: name, generate, ...more };
}

function request(locale = "en") {
  const { context, fs } = fixture("");
  const { model } = context;
  return { model, fs, locale, variant: () => model, display: (path: FilePath) => shownPath(model, path) };
}

function kit(kinds: readonly Manifest[], given: GivenOptions = {}, locale = "en") {
  const surroundings = request(locale);
  const made = makeKit(
    kinds.map((one) => makeManifest(one, given, surroundings)),
    given,
    surroundings,
  );
  return { ...made, text: (path: string) => made.files.find((file) => file.path === path)?.text ?? "" };
}

describe("options", () => {
  test.each<[GivenOptions, readonly string[]]>([
    [{ server: "http://a" }, []],
    [{}, ["server: it is needed"]],
    [{ server: "" }, ["server: it is empty"]],
    [{ server: "ftp" }, ["server: no address"]],
    [{ server: "http://a\nb" }, ["server: it holds a line break or another character that cannot be seen"]],
    [{ server: "http://a", mode: "three", host: ["a", "b\u001b"], unknown: "x" }, ["mode: it must be one of one, two", "host: it holds"]],
  ])("%j", (given, expected) => {
    const faults = optionFaults(OPTIONS, given).map(({ option, wording }) => `${option.name}: ${wording.en}`);
    expect(faults).toEqual(expected.map((text) => expect.stringMatching(new RegExp(`^${text}`))));
  });

  test("defaults are filled in, and what is not declared cannot be asked for", () => {
    const values = optionValues(OPTIONS, { server: "http://a", host: ["x", "y"], all: true });
    expect([values.text("server"), values.text("mode"), values.list("host"), values.flag("all")]).toEqual([
      "http://a",
      "one",
      ["x", "y"],
      true,
    ]);
    expect(() => values.text("host")).toThrow(/no option host/);
  });

  test("the same name is one option, needed where one kind needs it", () => {
    const loose = { name: "server", type: "text", help: twice("other") } as const;
    expect(sharedOptions([{ options: [loose] }, { options: OPTIONS }]).map(({ name, required }) => [name, required])).toEqual([
      ["server", true],
      ["mode", undefined],
      ["host", undefined],
      ["all", undefined],
    ]);
  });
});

test("a kind that breaks costs itself: what is wrong is told, a defect as a defect", () => {
  const refuse = kind("a", () => {
    throw new ManifestError(twice("nothing to make"), twice("enable something"));
  });
  expect(makeManifest(refuse, {}, request())).toMatchObject({
    ok: false,
    wording: { en: "nothing to make" },
    remedy: { en: "enable something" },
  });
  const broken = kind("b", () => {
    throw new TypeError("x is undefined");
  });
  expect(makeManifest(broken, {}, request())).toMatchObject({ ok: false, defect: expect.any(TypeError) });
  const outside = kind("c", () => ({ files: [{ path: "../x", text: "" }] }));
  expect(makeManifest(outside, {}, request())).toMatchObject({ ok: false, defect: expect.any(Error) });
  expect(
    makeManifest(
      kind("d", () => ({}), { options: OPTIONS }),
      {},
      request(),
    ),
  ).toMatchObject({ wording: { en: "--server: it is needed" } });
});

test.each(["../x", "/x", "a//b", "a/./b", "a/..", "", "-x", "a/-x", "a\\b", "C:x", "a\nb", "a\u001bb"])(
  "%j is no path of a file",
  (path) => {
    expect(isSafePath(path)).toBe(false);
    expect(isSafePath(`a/.dockerignore`)).toBe(true);
  },
);

describe("the kit", () => {
  const steps = [
    { where: "site", text: twice("Serve *it*"), command: "./serve", needs: ["server", "nginx/docker"] },
    { where: "connected", text: twice("Fetch it"), command: "./fetch", needs: ["curl/wget"] },
  ] as const;

  test("each kind in its folder, a README with the steps in order, and checksums of all", () => {
    const made = kit([kind("b", () => ({ steps })), kind("a", () => ({}))], { server: "https://me:secret@files.example.com", all: true });
    expect(made.files.map(({ path }) => path)).toEqual(["README.md", "b/b.txt", "a/a.txt", "SHA256SUMS"]);
    expect(made.gaps).toEqual([]);
    const readme = made.text("README.md");
    expect(readme).toContain("inventory/hosts.ini");
    expect(readme.indexOf("./fetch")).toBeLessThan(readme.indexOf("./serve"));
    expect(readme).toContain("1. Serve \\*it\\*");
    const needed = readme.slice(0, readme.indexOf("./fetch"));
    expect(needed).toContain(
      "\n- Programs where the internet can be reached: `curl/wget`.\n- Programs on site: `server`, `nginx/docker`. Where /",
    );
    expect(needed).toContain("\n- Not in here: packages of the operating systems.");
    expect(needed).toContain("INVENTORY stands for the hosts file on site and KUBESPRAY for the folder of kubespray");
    expect(readme).toContain("cd b\n   ./serve");
    expect(readme).toContain("--server 'https://***@files.example.com'");
    expect(readme).not.toContain("secret");
    expect(readme).not.toContain("Not complete");
    expect(made.text("SHA256SUMS")).toContain("0263829989b6fd954f72baaf2fc64bc2e2f01d692d4de72986ea808f6e99813f  b/b.txt\n");
  });

  test("what could not be made is named with its reason, in the reader's language, and the rest is there", () => {
    const refuse = () => {
      throw new ManifestError({ en: "no images", zh: "没有镜像" }, { en: "Enable one.", zh: "请启用。" });
    };
    const made = kit([kind("a", () => ({})), kind("b", refuse)], {}, "zh-cn");
    expect(made.text("a/a.txt")).toBe("a\n");
    expect(made.text("README.md")).toContain("- `b` 未能生成：没有镜像。 请启用。");
    expect(made.gaps.map(({ message }) => message)).toEqual(["b 未能生成：没有镜像。 请启用。"]);
    expect(made.text("README.md")).not.toMatch(/--skip b\b(?!u)/);
  });

  test("another way to the same end is kept apart, where both are there", () => {
    const other = kind("c", () => ({ steps: [{ where: "site", text: twice("Load it"), command: "./load" }] }), { insteadOf: ["b"] });
    const readme = kit([other, kind("b", () => ({ steps }))]).text("README.md");
    expect(readme).toMatch(
      /## On site\n\n1\. Serve[\s\S]*## Other ways\n\n### c\n\nInstead of: b\.\n\nOn site:\n\n1\. Load it:\n\n {3}```sh\n {3}cd c\n {3}\.\/load/,
    );
    expect(kit([other]).text("README.md")).toMatch(/## On site\n\n1\. Load it/);
  });

  test("two kinds in one folder: the same text is one file, another text is a defect of the later", () => {
    const same = (text: string) => kind(text, () => ({ files: [{ path: "x", text }] }), { folder: "" });
    expect(kit([same("1"), same("1")]).files.map(({ path }) => path)).toEqual(["README.md", "x", "SHA256SUMS"]);
    const made = kit([same("1"), same("2"), kind("c", () => ({ files: [{ path: "README.md", text: "" }] }), { folder: "" })]);
    expect(made.made.map((one) => one.ok)).toEqual([true, false, false]);
    expect(made.gaps).toHaveLength(2);
  });

  test("text of an inventory is no markup in the README", () => {
    const message = twice("| <b>[x](y)</b> ```\n# head https://u:secret@h/");
    const notes = [{ severity: "warning", message } as const];
    const readme = kit([kind("a", () => ({ notes, gaps: [{ severity: "error", code: "x", message: message.en }] }))]).text("README.md");
    expect(readme).toContain("- **Take care:** \\| \\<b>\\[x\\](y)\\</b> \\`\\`\\`\\\\u000a# head https://\\*\\*\\*@h/.");
    expect(readme).not.toMatch(/secret|^# head/m);
  });
});

describe("what writing would change", () => {
  const header = "# Made by kubespray-inventory 0.1.0: generate x\n";
  const folder = "/out" as FilePath;
  const state = (before: Readonly<Record<string, string>>, files: readonly { path: string; text: string; carriesOn?: FilePath }[]) =>
    fileChanges(memoryFileSystem(new Map(Object.entries(before).map(([path, text]) => [`/out/${path}`, text]))), folder, files).map(
      (change) => `${change.file.path} ${change.state} +${change.gained} -${change.lost}`,
    );

  test.each<[string, Record<string, string>, { path: string; text: string; carriesOn?: FilePath }[], string[]]>([
    ["nothing there", {}, [{ path: "a", text: "1\n2\n" }], ["a new +2 -0"]],
    ["the same", { a: "1\n" }, [{ path: "a", text: "1\n" }], ["a unchanged +0 -0"]],
    ["an older one of ours", { a: `${header}1\n` }, [{ path: "a", text: `${header}2\n3\n` }], ["a changed +2 -1"]],
    ["the user's own", { a: "mine\n" }, [{ path: "a", text: `${header}1\n` }], ["a foreign +2 -1"]],
    ["the user's own, carried on", { a: "mine\n" }, [{ path: "a", text: "mine\n1\n", carriesOn: "/out/a" }], ["a changed +1 -0"]],
    ["carried on from elsewhere", { a: "mine\n" }, [{ path: "a", text: "1\n", carriesOn: "/b" }], ["a foreign +1 -1"]],
    ["a plain list alone", { "files.list": "1\n" }, [{ path: "files.list", text: "2\n" }], ["files.list foreign +1 -1"]],
    [
      "a plain list beside one of ours",
      { "files.list": "1\n", "get.sh": header },
      [
        { path: "files.list", text: "2\n" },
        { path: "get.sh", text: header },
      ],
      ["files.list changed +1 -1", "get.sh unchanged +0 -0"],
    ],
    ["a folder in the way", { "a/b": "x" }, [{ path: "a", text: "1\n" }], ["a foreign +1 -0"]],
  ])("%s", (_, before, files, expected) => expect(state(before, files)).toEqual(expected));
});

test("a path in a file that travels names nothing of the machine", () => {
  const { model } = request();
  expect(shownPath(model, `${INVENTORY}/group_vars/all/all.yml` as FilePath)).toBe("inventory/group_vars/all/all.yml");
  expect(shownPath(model, "/site/kubespray/roles/x/defaults/main.yml" as FilePath)).toBe("kubespray/roles/x/defaults/main.yml");
  expect(shownPath(model, "/home/me/secret/facts.json" as FilePath)).toBe("facts.json");
});
