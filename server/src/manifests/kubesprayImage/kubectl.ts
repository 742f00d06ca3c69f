import type { Model } from "../../kubespray/model";
import { entry } from "../../kubespray/taskScope";
import { str } from "../../python/text";
import { PyDict } from "../../python/values";
import { mirrorPath } from "../mirrorPath";

/** The kubectl of the inventory's own Kubernetes, as the first control-plane host would fetch it, with the checksums of all architectures. */
export interface Kubectl {
  /** `1.35.4`, without `v`. */
  readonly version: string;
  /** The address without scheme and user, cut where the architecture stands. */
  readonly place: readonly string[];
  readonly scheme: string;
  readonly checksums: readonly { readonly architecture: string; readonly sha256: string }[];
  /** A password was left out of the address. */
  readonly redacted: boolean;
}

/** A sentence for people where it cannot be known. */
export function kubectlOf(model: Model): Kubectl | string {
  const host = model.hostsOf("kube_control_plane")[0] ?? model.hosts[0];
  if (host === undefined) return "the inventory has no hosts";
  const version = model.resolve(host, "kube_version");
  if (version.state !== "known") return `kube_version of ${host} is not known`;
  const key = str(version.value);
  const checksums = checksumsOf(model, host, key);
  const [line] = model.lists({ all: true, host }).files.filter(({ keys }) => keys.includes("kubectl"));
  if (line === undefined) return `the address of kubectl on ${host} is not known`;
  const own = [...line.text.matchAll(/(?<=\/)(amd64|arm64|arm|ppc64le|s390x|riscv64)(?=\/)/g)].at(-1);
  const parts = /^(https?):\/\/([^/?#]*@)?(.*)$/is.exec(line.text);
  if (mirrorPath(line.text) === undefined || parts === null || /["'\\`$\s]/.test(line.text)) return `kubectl on ${host} has an odd address`;
  const [, scheme = "", user = "", place = ""] = parts;
  const known = new Map(checksums);
  const sum = /^sha256:([0-9a-f]{64})$/i.exec(line.checksum ?? "")?.[1];
  if (own !== undefined && sum !== undefined) known.set(own[1] as string, sum.toLowerCase());
  // An address that says nothing of the architecture is for the host's own alone.
  const ours = own === undefined ? [] : [...known].sort(([a], [b]) => (a < b ? -1 : 1));
  if (ours.length === 0) return `no checksum of kubectl ${key} is known`;
  const at = own === undefined ? 0 : (own.index ?? 0) - (line.text.length - place.length);
  return {
    version: key.replace(/^v/, ""),
    scheme: scheme.toLowerCase(),
    place: [place.slice(0, at), place.slice(at + (own?.[1] ?? "").length)],
    checksums: ours.map(([architecture, sha256]) => ({ architecture, sha256 })),
    redacted: user !== "",
  };
}

/** `kubectl_checksums[ARCHITECTURE][VERSION]`: a digest, bare or with its algorithm in front; `0` where there is none. */
function checksumsOf(model: Model, host: string, version: string): readonly (readonly [string, string])[] {
  const table = model.resolve(host, "kubectl_checksums");
  if (table.state !== "known" || !(table.value instanceof PyDict)) return [];
  return [...table.value.entries()].flatMap(([architecture, versions]) => {
    const value = entry(versions, version);
    const sum = typeof value === "string" ? /^(?:sha256:)?([0-9a-f]{64})$/i.exec(value)?.[1] : undefined;
    const name = str(architecture);
    return sum !== undefined && /^[a-z0-9]{1,20}$/.test(name) ? [[name, sum.toLowerCase()] as const] : [];
  });
}
