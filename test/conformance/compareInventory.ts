/** Compares what the model says of one inventory with what real Ansible said of it, entry by entry. */
import { readFileSync } from "node:fs";
import type { Resolved } from "../../server/src/ansible/model";
import type { Artifact, HostPlan, Model } from "../../server/src/kubespray/model";
import { truthy } from "../../server/src/python/convert";
import { toJson } from "../../server/src/python/json";
import { PyDict, type Value } from "../../server/src/python/values";
import { parsePyJson } from "../support/pyJson";
import { oracleJson, type Placeholders } from "./oracleJson";

export interface Mismatch {
  readonly area: Area;
  readonly where: string;
  readonly expected: string;
  readonly ours: string;
}
export const AREAS = ["hosts", "groups", "selected", "artifact", "downloads", "kubeadm", "summary", "direct", "vars", "errors"] as const;
export type Area = (typeof AREAS)[number];

export interface Comparison {
  readonly counts: Map<Area, { equal: number; total: number }>;
  readonly mismatches: Mismatch[];
}

export function compareInventory(model: Model, expectedFile: string, folders: Placeholders): Comparison {
  const playbooks = model.hosts[0] === undefined ? undefined : model.resolve(model.hosts[0], "playbook_dir");
  const places = { ...folders, ...(playbooks?.state === "known" && { playbooks: String(playbooks.value) }) };
  const expected = parsePyJson(readFileSync(expectedFile, "utf8")) as PyDict;
  const result: Comparison = { counts: new Map(AREAS.map((area) => [area, { equal: 0, total: 0 }])), mismatches: [] };
  const check = (area: Area, where: string, wanted: string, ours: string): void => {
    const count = result.counts.get(area) as { equal: number; total: number };
    count.total++;
    if (wanted === ours) count.equal++;
    else result.mismatches.push({ area, where, expected: wanted, ours });
  };
  const hosts = dict(expected, "hosts");
  const playHosts = model.hosts.filter((host) => model.groupsOf(host).some((group) => group === "k8s_cluster" || group === "etcd"));
  check("hosts", "hosts of the play", [...hosts.keys()].sort().join(" "), [...playHosts].sort().join(" "));
  for (const [name, value] of hosts.entries()) {
    const host = name as string;
    if (!playHosts.includes(host)) continue;
    const want = value as PyDict;
    check("groups", host, toJson(want.get("group_names") ?? null), toJson([...model.groupsOf(host)]));
    compareVariables(model, host, want, places, check);
    const plan = model.plan(host);
    comparePlan(plan, host, want, places, check);
    compareFields(model, host, want, places, check);
    compareKubeadm(plan, host, want, check);
    compareDirect(plan, host, want, check);
  }
  const summary = dict(expected, "summary");
  const ours = model.summary();
  const lists = [
    ["files", ours.files],
    ["images", ours.images],
    ["direct_only_files", ours.directOnlyFiles],
  ] as const;
  for (const [key, list] of lists) {
    check("summary", key, scrubbed(summary.get(key) ?? [], places), scrubbed([...list], places));
  }
  return result;
}

type Check = (area: Area, where: string, wanted: string, ours: string) => void;

function compareVariables(model: Model, host: string, want: PyDict, places: Placeholders, check: Check): void {
  for (const [name, entry] of dict(want, "vars").entries()) {
    const wanted = (entry as PyDict).get("v") as Value;
    check("vars", `${host} ${name}`, toJson(wanted), said(model.resolve(host, name as string), places));
    const reference = (entry as PyDict).get("ref");
    if (reference !== undefined) {
      check("vars", `${host} {{ ${name} }}`, toJson(reference), said(model.evaluate(host, `{{ ${name} }}`), places));
    }
  }
  for (const [name, message] of dict(want, "var_errors").entries()) {
    const ours = model.resolve(host, name as string);
    check(
      "errors",
      `${host} ${name}`,
      "no value",
      ours.state === "known" ? `${said(ours, places)} where Ansible says: ${message}` : "no value",
    );
  }
}

function said(resolved: Resolved, places: Placeholders): string {
  if (resolved.state === "known") return oracleJson(resolved.value, places);
  return `${resolved.state}: ${resolved.state === "unknown" ? resolved.reason : resolved.message}`;
}

function comparePlan(plan: HostPlan, host: string, want: PyDict, places: Placeholders, check: Check): void {
  const failed = want.get("loop_error") !== null;
  check("selected", `${host} loop`, failed ? "fails" : "runs", plan.loopError ? "fails" : "runs");
  const items = new Map(plan.items.map((item) => [item.key, item]));
  const wanted = dict(want, "plan");
  if (!failed) check("selected", `${host} keys`, [...wanted.keys()].join(" "), plan.items.map((item) => item.key).join(" "));
  for (const [key, value] of wanted.entries()) {
    const item = items.get(key as string);
    const entry = value as PyDict;
    check("selected", `${host} ${key}`, String(entry.get("selected")), item ? String(item.selected ?? null) : "no such item");
    const artifact = entry.get("artifact");
    if (artifact instanceof PyDict) {
      check(
        "artifact",
        `${host} ${key}`,
        wantedArtifact(artifact),
        item?.artifact ? ourArtifact(item.artifact, places) : `none: ${item?.error ?? item?.reason}`,
      );
    }
  }
}

function wantedArtifact(artifact: PyDict): string {
  if (artifact.has("error")) return "error";
  if (artifact.has("image")) return `image ${artifact.get("image")}${truthy(artifact.get("pull_by_digest") ?? null) ? " by digest" : ""}`;
  const checksum = artifact.get("checksum");
  return `url ${artifact.get("url")} dest ${artifact.get("dest")} checksum ${checksum === null || checksum === "<omit>" ? "none" : checksum}`;
}

function ourArtifact(artifact: Artifact, places: Placeholders): string {
  const text =
    "image" in artifact
      ? `image ${artifact.image}${artifact.pullByDigest ? " by digest" : ""}`
      : `url ${artifact.url} dest ${artifact.dest} checksum ${artifact.checksum ?? "none"}`;
  return (JSON.parse(scrubbed([text], places)) as string[])[0] as string;
}

function compareFields(model: Model, host: string, want: PyDict, places: Placeholders, check: Check): void {
  const table = rawTable(model, host);
  for (const [key, fields] of dict(want, "downloads").entries()) {
    if ((fields as PyDict).has("__error__")) continue;
    const item = table?.get(key) ?? null;
    const resolved = typeof item === "string" ? model.evaluate(host, item) : undefined;
    const spec = resolved?.state === "known" ? resolved.value : item;
    for (const [field, entry] of (fields as PyDict).entries()) {
      const where = `${host} ${key}.${field}`;
      if (!(spec instanceof PyDict)) {
        check("downloads", where, "an item", "none");
        continue;
      }
      const ours = model.evaluate(host, spec.get(field) ?? null);
      const value = (entry as PyDict).get("v");
      if (value !== undefined) check("downloads", where, scrubbed(value, places), said(ours, places));
      else check("downloads", where, "no value", ours.state === "known" ? said(ours, places) : "no value");
    }
  }
}

function rawTable(model: Model, host: string): PyDict | undefined {
  const raw = model.resolve(host, "downloads").trace[0]?.raw() ?? null;
  if (raw instanceof PyDict) return raw;
  const resolved = model.evaluate(host, raw);
  return resolved.state === "known" && resolved.value instanceof PyDict ? resolved.value : undefined;
}

function compareKubeadm(plan: HostPlan, host: string, want: PyDict, check: Check): void {
  const kube = dict(want, "kubeadm_images");
  const ours = plan.kubeadmImages;
  if (kube.size === 0) {
    check("kubeadm", host, "none", ours ? `from ${ours.fromHost}` : "none");
    return;
  }
  // The host that the list is made on is left out: kubespray makes its groups at run time, as the answers of hosts come in, so that the
  // first control-plane host of the play differs from one run of Ansible to the next. The list itself has to be equal.
  const wanted = kube.has("error") ? "error" : `${toJson(kube.get("list") ?? null)} skipped ${kube.get("skipped")}`;
  const made = ours && (ours.error === undefined ? `${toJson([...ours.list])} skipped ${ours.skipped}` : "error");
  check("kubeadm", host, wanted, made ?? "none");
}

function compareDirect(plan: HostPlan, host: string, want: PyDict, check: Check): void {
  const wanted = want.get("direct");
  if (!Array.isArray(wanted)) return;
  const describe = (key: string, result: string) => `${key}=${result}`;
  const theirs = wanted.map((row) => describe(String((row as PyDict).get("key")), String((row as PyDict).get("result")))).sort();
  const ours = plan.direct.map((row) => describe(String(row.key), String(row.selected ?? null))).sort();
  check("direct", host, theirs.join(" "), ours.join(" "));
}

function scrubbed(value: Value, places: Placeholders): string {
  return oracleJson(value, places, false);
}

function dict(of: PyDict, key: string): PyDict {
  const value = of.get(key);
  return value instanceof PyDict ? value : new PyDict();
}
