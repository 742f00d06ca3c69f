/** What other tools read: each file parsed back, hostile values in each, and the bill of materials by CycloneDX's own schema. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import Ajv from "ajv";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import type { ListEntry, Lists } from "../../../server/src/kubespray/model";
import type { GivenOptions } from "../../../server/src/manifests/frame/optionValues";
import { csvCell, formatLists, unlistable } from "../../../server/src/manifests/interop/formatLists";
import { hauler, storeReference } from "../../../server/src/manifests/interop/hauler";
import { lists } from "../../../server/src/manifests/interop/lists";
import { sbom } from "../../../server/src/manifests/interop/sbom";
import { zarf } from "../../../server/src/manifests/interop/zarf";
import type { Generated, Manifest } from "../../../server/src/manifests/manifest";
import { yaml } from "../../../server/src/manifests/quoting";
import { ROOT } from "../../support/cli";
import { fixture, TREE } from "../../support/fixture";
import { generated, generatedOnDisk } from "../../support/generated";

const SUM = "0123456789abcdef".repeat(4);
const SITE = `
-- file: group_vars/all.yml
metrics_server_enabled: true
coredns_image_repo: "hub.example.com:5000/mirror/coredns"
kubelet_download_url: "https://me:secret@dl.k8s.io/release/v{{ kube_version }}/bin/linux/{{ image_arch }}/kubelet"
-- file: ${TREE}/roles/kubespray_defaults/vars/main/checksums.yml
kubelet_checksums:
  amd64: {1.35.4: 'sha256:${SUM}'}
  arm64: {1.35.4: 'sha256:${SUM.replace("0", "1")}'}
`;
const KUBELET = "dl.k8s.io/release/v1.35.4/bin/linux/amd64/kubelet";

const made = (manifest: Manifest, given: GivenOptions = {}, text = SITE): Generated => generated(manifest, text, given);
const text = ({ files }: Generated, path?: string) =>
  (path === undefined ? files[0] : files.find((file) => file.path === path))?.text ?? "";

/** The fixture with one more file and one more image, whose address and repository are these. */
function withValues(url: string, repo: string): string {
  const table = `downloads: {a: {enabled: true, file: true, url: ${yaml(url)}, dest: /tmp/a, checksum: "", groups: [k8s_cluster]}, b: {enabled: true, container: true, repo: ${yaml(repo)}, tag: "1", groups: [k8s_cluster]}, coredns: {enabled: true, container: true, repo: docker.io/ok, tag: "1", groups: [k8s_cluster]}}`;
  return `-- file: group_vars/all.yml\n${table}\n`;
}

const NASTY = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc
    .array(
      fc.constantFrom(
        "'",
        '"',
        "\\",
        "`",
        "\n",
        "\r",
        "\t",
        " ",
        "-",
        "#",
        "###ZARF_VAR_X###",
        ": ",
        "%23",
        "=",
        "é",
        "界",
        "\u2028",
        "@",
        "/",
        "..",
        "?",
        ",",
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join("")),
);
/** What the fixture's own notation takes, and what would be a template of Ansible's. */
const usable = (one: string) => !/\$0|-- file:|\{\{|\{%|\{#|\0/.test(one);

test("hauler: images with their tags, files by their place in a mirror", () => {
  const [images, files] = parseAllDocuments(text(made(hauler))).map((document) => document.toJS());
  expect(images).toMatchObject({ apiVersion: "content.hauler.cattle.io/v1", kind: "Images" });
  expect(images.spec.images).toContainEqual({ name: "hub.example.com:5000/mirror/coredns:v1.12.4" });
  expect(files).toEqual({
    apiVersion: "content.hauler.cattle.io/v1",
    kind: "Files",
    metadata: { name: "kubespray-files" },
    spec: { files: [{ path: `https://me:secret@${KUBELET}`, name: KUBELET }] },
  });
  expect(made(hauler).notes.map(({ severity }) => severity)).toEqual(["info", "warning"]);
  const one = parseAllDocuments(text(made(hauler, { arch: "amd64" })))[0]?.toJS();
  expect(one.spec.images[0].platform).toBe("linux/amd64");
  expect(() => made(hauler, { arch: "s390x" })).toThrow("no host downloads anything");
});

test.each([
  ["dl.k8s.io/a/B+1", "dl.k8s.io/a/b-1"],
  ["files:8443/ab", "files:8443/ab"],
  ["files/a", "files/a"],
  ["example.com/a", undefined],
  ["example.com/a b", undefined],
  ["example.com/é", undefined],
])("hauler keeps %s as %s", (path, reference) => expect(storeReference(path)).toBe(reference));

test("files that hauler would take for one another are told", () => {
  const table = (...urls: string[]) =>
    `-- file: group_vars/all.yml\ndownloads: {${urls.map((url, i) => `f${i}: {enabled: true, file: true, url: "${url}", dest: /tmp/${i}, checksum: "", groups: [k8s_cluster]}`).join(", ")}}\n`;
  const result = made(
    hauler,
    {},
    table("https://example.com/a+b", "https://example.com/A-b", "http://example.com/a+b", "ftp://example.com/x"),
  );
  const messages = result.gaps.map(({ message }) => message).filter((message) => message.includes("left out"));
  expect(messages).toEqual([
    '"ftp://example.com/x" is left out: it is no http or https address with a place of its own',
    expect.stringContaining("another address has the same place in a mirror"),
    expect.stringContaining("hauler would take it for another file"),
  ]);
});

test("zarf: files with their checksums under the folder, images in a component of their own", () => {
  const { metadata, components, ...rest } = parse(text(made(zarf, { target: "/srv/a b/" })));
  expect(rest).toEqual({ apiVersion: "zarf.dev/v1alpha1", kind: "ZarfPackageConfig" });
  expect(metadata).toMatchObject({ name: "kubespray", version: "v2.31.0", architecture: "amd64" });
  expect(components[0]).toEqual({
    name: "kubespray-files",
    files: [{ source: `https://me:secret@${KUBELET}`, target: `/srv/a b/${KUBELET}`, shasum: SUM }],
  });
  expect(components[1].images).toContain("hub.example.com:5000/mirror/coredns:v1.12.4");
  for (const target of ["relative", "/a/../b", "/a###ZARF_VAR_X###"]) expect(() => made(zarf, { target }), target).toThrow();
});

test("zarf: a package holds images of one architecture", () => {
  const mixed = `${SITE}-- file: host_vars/node2.yml\nhost_architecture: arm64\n`;
  const both = made(zarf, {}, mixed);
  expect(parse(text(both)).metadata.architecture).toBeUndefined();
  expect(both.notes.some(({ message }) => message.en.includes("--arch"))).toBe(true);
  const one = parse(text(made(zarf, { arch: "arm64" }, mixed)));
  expect(one.metadata.architecture).toBe("arm64");
  expect(one.components[0].files.map(({ shasum }: { shasum: string }) => shasum)).toEqual([SUM.replace("0", "1")]);
});

describe("sbom", () => {
  const require = createRequire(import.meta.url);
  const folder = join(dirname(require.resolve("@cyclonedx/cyclonedx-library/package.json")), "res/schema");
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8"));
  const ajv = new Ajv({ strict: false, validateFormats: true });
  addFormats(ajv);
  // As CycloneDX's own library does it: internationalized addresses and mails are taken by the plain formats.
  ajv.addFormat("iri-reference", (value: string) => /^[^\s<>"{}|\\^`\x00-\x20]*$/.test(value));
  ajv.addFormat("idn-email", true);
  ajv.addSchema(read("spdx.SNAPSHOT.schema.json"), "http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json");
  ajv.addSchema(read("jsf-0.82.SNAPSHOT.schema.json"), "http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json");
  const cryptography = "cryptography-defs.SNAPSHOT.schema.json";
  if (existsSync(join(folder, cryptography))) ajv.addSchema(read(cryptography), `http://cyclonedx.org/schema/${cryptography}`);
  const validate = ajv.compile(read("bom-1.6.SNAPSHOT.schema.json"));
  const valid = (result: Generated) => {
    const document = JSON.parse(text(result));
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    return document;
  };

  test("is valid, holds no password and is the same each time", () => {
    const document = valid(made(sbom));
    const kubelet = document.components.find(({ name }: { name: string }) => name === "kubelet");
    expect(kubelet).toMatchObject({
      type: "file",
      hashes: [{ alg: "SHA-256", content: SUM }],
      purl: `pkg:generic/kubelet?checksum=sha256:${SUM}&download_url=https://${KUBELET}`,
      externalReferences: [{ type: "distribution", url: `https://${KUBELET}` }],
    });
    expect(document.components.find(({ name }: { name: string }) => name.endsWith("coredns"))).toMatchObject({
      type: "container",
      name: "hub.example.com:5000/mirror/coredns",
      version: "v1.12.4",
      purl: "pkg:oci/coredns?repository_url=hub.example.com:5000/mirror/coredns&tag=v1.12.4",
    });
    expect(document.metadata.component).toMatchObject({ name: "kubespray", version: "v2.31.0" });
    expect(text(made(sbom))).toBe(text(made(sbom)));
    expect(text(made(sbom))).not.toContain("secret");
    expect(text(made(sbom))).toContain("Made by kubespray-inventory ");
    expect(document.serialNumber).not.toBe(
      valid(made(sbom, { all: true }, SITE.replace("1.12.4", "x").replace("metrics_server_enabled: true", ""))).serialNumber,
    );
    expect(Object.keys(document.metadata)).not.toContain("timestamp");
  });

  test("of a whole inventory it is complete", () => {
    const example = (name: string) => join(ROOT, "example", name);
    expect(valid(generatedOnDisk(sbom, example("kubespray"), example("inventory"), { all: true })).compositions[0].aggregate).toBe(
      "complete",
    );
  });

  test("a digest is the version of an image's purl, and its hash", () => {
    const pinned = `-- file: group_vars/all.yml\ndownloads: {a: {enabled: true, container: true, repo: "quay.io/Calico", tag: "v1@sha256:${SUM}", groups: [k8s_cluster]}, b: {enabled: true, container: true, repo: quay.io/calico/node, tag: "v1@sha256:${SUM}", groups: [k8s_cluster]}}\n`;
    const { components } = valid(made(sbom, {}, pinned));
    const of = (name: string) => components.find((one: { name: string }) => one.name.startsWith(name));
    expect(of("quay.io/calico/node")).toMatchObject({
      hashes: [{ content: SUM }],
      purl: `pkg:oci/node@sha256:${SUM}?repository_url=quay.io/calico/node&tag=v1`,
    });
    expect(of("quay.io/Calico").purl).toBeUndefined();
  });

  test("whatever an inventory says, it stays valid", () => {
    fc.assert(
      fc.property(NASTY.filter(usable), NASTY.filter(usable), (path, repo) => {
        const document = valid(made(sbom, {}, withValues(`https://example.com/${path}`, `example.com/${repo}`)));
        for (const { purl = "pkg:x/y" } of document.components) expect(purl).toMatch(/^pkg:[a-z]+\/[\w.%:~@+-]+(?:\?[\w=&.%:/~-]*)?$/);
      }),
      { numRuns: 60 },
    );
  });
});

test("no value breaks out of a manifest", () => {
  fc.assert(
    fc.property(NASTY.filter(usable), NASTY.filter(usable), (path, repo) => {
      const values = withValues(`https://example.com/${path}`, `example.com/${repo}`);
      const haul = made(hauler, {}, values);
      const parsed = parseAllDocuments(text(haul));
      expect(parsed.flatMap(({ errors }) => errors)).toEqual([]);
      const documents = parsed.map((document) => document.toJS());
      for (const document of documents) expect(Object.keys(document)).toEqual(["apiVersion", "kind", "metadata", "spec"]);
      for (const file of documents.find(({ kind }) => kind === "Files")?.spec.files ?? []) {
        expect(Object.keys(file)).toEqual(["path", "name"]);
        expect(file.path).toMatch(/^https:\/\/example\.com\/[\x21-\x7e]*$/);
        expect(file.name).toMatch(/^example\.com\/[\w./+-]+$/);
      }
      const packed = parse(text(made(zarf, {}, values)));
      for (const component of packed.components) expect(["files", "images"]).toContain(Object.keys(component)[1]);
      expect(text(made(zarf, {}, values))).not.toContain("###");
      for (const { images = [], files = [] } of packed.components) {
        for (const image of images) expect(image).toMatch(/^[a-z0-9.:]+\/[\w./@:-]+$/);
        for (const file of files) expect(file.target).toMatch(/^\/srv\/kubespray\/example\.com\//);
      }
    }),
    { numRuns: 60 },
  );
});

describe("lists", () => {
  test("four files, with the passwords that a download needs", () => {
    const result = made(lists);
    expect(result.files.map(({ path }) => path)).toEqual(["files.list", "images.list", "lists.csv", "lists.json"]);
    expect(text(result, "files.list")).toBe(`https://me:secret@${KUBELET}\n`);
    expect(JSON.parse(text(result, "lists.json"))).toMatchObject({ complete: false, inventory: "inventory/hosts.ini" });
  });

  const source = { model: fixture("-- file: x\n").context.model, display: (path: string) => path };
  const listsOf = (texts: readonly string[], reason: string): Lists => ({
    files: texts.map(
      (one): ListEntry => ({
        kind: "file",
        text: one,
        keys: [one],
        variable: undefined,
        definition: undefined,
        hosts: [],
        groups: [],
        architectures: [],
        checksum: undefined,
        selected: true,
        reason,
      }),
    ),
    images: [],
    gaps: [],
  });

  test("each line is one text, each cell comes back, none is a formula", () => {
    const formula = fc.constantFrom("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''-x", "'plain", "=cmd|' /C calc'!A0");
    fc.assert(
      fc.property(fc.array(fc.oneof(NASTY, formula), { maxLength: 5 }), fc.oneof(NASTY, formula), (texts, reason) => {
        const given = listsOf(texts, reason);
        const rows = readCsv(formatLists(given, "csv", ["files", "images"], source)[0]?.text ?? "").slice(1);
        for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
        expect(rows.map((row) => row.map(plainCell))).toEqual(
          texts.map((one) => ["file", one, one, "", "", "", "", "", "", "", "true", reason]),
        );
        expect(
          JSON.parse(formatLists(given, "json", ["files"], source)[0]?.text ?? "").files.map(({ url }: { url: string }) => url),
        ).toEqual(texts);
        const lines = formatLists(given, "text", ["files"], source)[0]?.text ?? "";
        expect(lines).toBe(
          texts
            .filter((one) => !/[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(one))
            .map((one) => `${one}\n`)
            .join(""),
        );
        expect(unlistable(given, ["files"])).toHaveLength(texts.filter((one) => /[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(one)).length);
      }),
    );
  });

  test.each([
    ["a", "a"],
    ["=1", "'=1"],
    ["'=1", "''=1"],
    ["'a", "'a"],
    ['-"a', `"'-""a"`],
  ])("the cell of %s is %s", (value, cell) => expect(csvCell(value)).toBe(cell));
});

const zarfSchema = process.env.ZARF_SCHEMA;
describe.skipIf(zarfSchema === undefined)("Zarf's own schema (ZARF_SCHEMA)", () => {
  test("takes the package", () => {
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(zarfSchema as string, "utf8")));
    for (const given of [{}, { all: true }, { arch: "amd64" }])
      expect(validate(parse(text(made(zarf, given)))), JSON.stringify(validate.errors)).toBe(true);
  });
});

/** RFC 4180. */
function readCsv(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\n)/g)) {
    row.push(quoted === undefined ? (plain as string) : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

function plainCell(cell: string): string {
  return /^'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(cell) ? cell.slice(1) : cell;
}
