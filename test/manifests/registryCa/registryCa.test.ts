/** The playbook: what real Ansible does with it in a scratch root, for each family; and no option breaks out of it. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import type { GivenOptions } from "../../../server/src/manifests/frame/optionValues";
import { registryCa } from "../../../server/src/manifests/registryCa/registryCa";
import { OS_FAMILIES, TRUST_STORES, type TrustStore } from "../../../server/src/manifests/registryCa/trustStores";
import { generated } from "../../support/generated";
import { describeWith } from "../../support/programs";

const playbook = (given: GivenOptions = {}, locale = "en") => generated(registryCa, "", given, { locale }).files[0]?.text as string;

/** As Ansible's YAML, where `!unsafe` is a text that is never a template. */
function vars(text: string): Record<string, unknown> {
  const [play] = parse(text, { customTags: [{ tag: "!unsafe", resolve: (value: string) => `unsafe ${value}` }] });
  return play.vars;
}

test("says where it comes from, in both languages, with the release's own default of the runtime", () => {
  expect(playbook().split("\n").slice(0, 3).join("\n")).toMatch(/^---\n# Made by .*: generate registry-ca\n# From .*v2\.31\.0$/);
  expect(vars(playbook()).registry_ca_runtime).toBe("{{ container_manager | default('containerd') }}");
  expect(vars(playbook({}, "zh-cn"))).toEqual(vars(playbook()));
  expect(playbook({}, "zh-cn")).toContain("证书");
});

test("registries are hosts with their port, each once", () => {
  const registry = ["hub.example.com", "hub.example.com/team", "10.0.0.5:5000"];
  expect(vars(playbook({ registry })).registry_ca_registries).toEqual(["hub.example.com", "10.0.0.5:5000"]);
});

test("no text of an option leaves its place", () => {
  const nasty = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("{{ lookup('pipe','id') }}", "-rf", 'a"b\\', "$(id)", "é: #x", "'"),
  );
  fc.assert(
    fc.property(nasty, (text) => {
      if (text === "" || /[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]/.test(text)) return;
      expect(vars(playbook({ "ca-file": text })).registry_cert_path).toBe(`unsafe ${text}`);
    }),
    { numRuns: 50 },
  );
  for (const [name, value] of [
    ["hosts", "{{ lookup('pipe','id') }}"],
    ["hosts", "-i"],
    ["ca-name", "../x"],
    ["ca-name", "a b"],
    ["registry", "https://hub.example.com"],
    ["registry", "hub.example.com/../.."],
  ] as const) {
    expect(() => playbook({ [name]: value }), `${name} ${value}`).toThrow();
  }
});

/** Each run of Ansible takes seconds, on a busy machine many. */
const PATIENCE = 600_000;

describeWith(["ansible-playbook", "openssl"], "real Ansible, in a scratch root", () => {
  let folder = "";
  const registries = ["hub.example.com", "10.0.0.5:5000"];
  /** What decides where files go, each at least once: each has a root of its own. Stores differ in data alone, so not every one is run. */
  const machines: Readonly<Record<string, { family: string; store: string; runtime: string; packages?: string }>> = {
    Debian: { family: "Debian", store: "Debian", runtime: "containerd" },
    crio: { family: "Suse", store: "Suse", runtime: "crio" },
    other: { family: "ClearLinux", store: "ClearLinux", runtime: "podman" },
    uos: { family: "Debian", store: "RedHat", runtime: "docker", packages: "dnf" },
  };
  const here = (name: string) => join(folder, name);
  const run = (extra: Readonly<Record<string, unknown>>, ...more: string[]) => {
    const values = { ansible_become: false, ...extra };
    const options = ["-i", here("hosts.ini"), "-c", "local", "-f", "9", "-e", JSON.stringify(values)];
    const { stdout, stderr, status } = spawnSync("ansible-playbook", [...options, ...more, here("add-registry-ca.yml")], {
      encoding: "utf8",
      env: { ...process.env, ANSIBLE_NOCOLOR: "1", ANSIBLE_LOCALHOST_WARNING: "0", ANSIBLE_PIPELINING: "1", LC_ALL: "C.UTF-8" },
    });
    const changed = Object.fromEntries([...stdout.matchAll(/^(\S+) +: .*changed=(\d+)/gm)].map(([, host, n]) => [host, Number(n)]));
    return { status, changed, text: stdout + stderr };
  };
  const everywhere = {
    registry_ca_os_family: "{{ family }}",
    registry_ca_package_manager: "{{ packages }}",
    registry_ca_runtime: "{{ runtime }}",
  };
  const inRoots = () => ({ ...everywhere, registry_ca_root: `${here("roots")}/{{ inventory_hostname }}` });
  const each = (value: (name: string) => number) => Object.fromEntries(Object.keys(machines).map((name) => [name, value(name)]));

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "registry-ca-"));
    writeFileSync(here("add-registry-ca.yml"), playbook({ registry: registries }));
    const hosts = Object.entries(machines).map(
      ([name, { family, runtime, packages = "" }]) => `${name} family=${family} runtime=${runtime} packages='"${packages}"'\n`,
    );
    writeFileSync(here("hosts.ini"), hosts.join(""));
    const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=test"];
    execFileSync("openssl", [...request, "-keyout", here("key.pem"), "-out", here("registry-ca.crt")], { stdio: "ignore" });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test(
    "a check changes nothing, a run lays down the CA, the second run finds all done",
    () => {
      const checked = run(inRoots(), "--check", "--limit", "Debian,other");
      expect([checked.status, checked.text.includes("failed=1")], checked.text).toEqual([0, false]);
      expect(existsSync(here("roots"))).toBe(false);
      const first = run(inRoots());
      expect([first.status, first.changed]).toEqual([0, each((name) => (name === "other" ? 2 : 4))]);

      const placed: Record<string, readonly string[]> = {};
      for (const [name, { runtime, store: storeName }] of Object.entries(machines)) {
        const store = TRUST_STORES.find((one) => one.name === storeName) as TrustStore;
        const runtimes = { containerd: "/etc/containerd/certs.d", docker: "/etc/docker/certs.d", crio: "/etc/containers/certs.d" };
        const certs = runtimes[runtime as keyof typeof runtimes];
        const ofRegistries = certs === undefined ? [] : registries.map((host) => `${certs}/${host}/ca.crt`);
        placed[name] = [`${store.folder}/registry-ca${store.suffix}`, ...ofRegistries].sort();
      }
      const certificate = readFileSync(here("registry-ca.crt"), "utf8");
      const found = Object.keys(machines).map((name) => {
        const paths = filesBelow(here(`roots/${name}`));
        for (const path of paths) expect(readFileSync(path, "utf8"), path).toBe(certificate);
        return [name, paths.map((path) => path.slice(here(`roots/${name}`).length))];
      });
      expect(Object.fromEntries(found)).toEqual(placed);

      const again = run(inRoots());
      expect([again.status, again.changed]).toEqual([0, each(() => 0)]);
    },
    PATIENCE,
  );

  test(
    "the store is updated once; what fails is taken back and tried again; a check updates nothing",
    () => {
      const stores = (code: string) => ({
        ...everywhere,
        registry_ca_runtime: "none",
        registry_ca_stores: {
          Debian: {
            folder: here("store"),
            suffix: ".crt",
            command: ["sh", "-c", `echo update >> '${here("log")}'; ${code}`, "sh"],
            names_file: true,
          },
        },
      });
      const debian = ["--limit", "Debian"];
      const updates = () => (existsSync(here("log")) ? readFileSync(here("log"), "utf8").split("\n").length - 1 : 0);
      const copied = () => existsSync(here("store/registry-ca.crt"));
      run(stores("exit 0"), "--check", ...debian);
      expect([updates(), copied()]).toEqual([0, false]);
      const failed = run(stores("echo no such thing >&2; exit 1"), ...debian);
      expect([failed.status === 0, updates(), copied()], failed.text.slice(0, 3000)).toEqual([false, 1, false]);
      expect(failed.text).toContain("could not be updated, the CA was taken back. non-zero return code no such thing");
      expect(run(stores(`test "$1" = '${here("store/registry-ca.crt")}'`), ...debian).changed).toEqual({ Debian: 2 });
      expect([updates(), copied()]).toEqual([2, true]);
      expect(run(stores("exit 0"), ...debian).changed).toEqual({ Debian: 0 });
      expect(updates()).toBe(2);
      expect(run({ ...stores("exit 0"), registry_ca_refresh: "true" }, ...debian).status).toBe(0);
      expect(updates()).toBe(3);
    },
    PATIENCE,
  );

  test("an unknown family and a private key are refused before anything is written", () => {
    const root = { registry_ca_root: here("refused") };
    const unknown = run({ ...root, registry_ca_os_family: "Solaris" }, "--limit", "Debian");
    expect(unknown.status).not.toBe(0);
    for (const { name } of OS_FAMILIES) expect(unknown.text).toContain(name);
    const key = run({ ...root, registry_cert_path: here("key.pem") }, "--limit", "Debian");
    expect(key.text).toContain("without any private key");
    expect(key.text).not.toContain("BEGIN PRIVATE KEY");
    expect(existsSync(here("refused"))).toBe(false);
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

test("every family has a store", () => {
  const names = TRUST_STORES.map(({ name }) => name);
  expect(OS_FAMILIES.filter(({ store }) => !names.includes(store))).toEqual([]);
});
