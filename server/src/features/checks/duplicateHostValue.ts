import type { Definition } from "../../ansible/model";
import type { Check, CheckContext, Finding } from "./check";
import { clusterHosts } from "./hostsEntries";

/** Two machines of the cluster with one address, or two members of etcd with one name: most often a line that was copied. */
export const duplicateHostValue: Check = {
  code: "duplicate-host-value",
  severity: "warning",
  title: { en: "Two hosts with the same address or name", zh: "两台主机的地址或名称相同" },
  summary: {
    en: "Two hosts of the cluster have the same ansible_host, ip, access_ip or etcd_member_name, which have to be different on each.",
    zh: "集群中两台主机的 ansible_host、ip、access_ip 或 etcd_member_name 相同，而这些值在每台主机上必须不同。",
  },
  run,
};

const ADDRESSES = ["ansible_host", "ip", "access_ip", "ip6", "access_ip6"] as const;

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const { model } = context;
  if (model.inventory.imaginary !== undefined) return;
  const hosts = clusterHosts(context);
  const files = new Set(context.files.map(({ document }) => document.path));
  for (const name of [...ADDRESSES, "etcd_member_name"]) {
    const by = new Map<string, { readonly host: string; readonly definition: Definition }[]>();
    for (const host of name === "etcd_member_name" ? model.hostsOf("etcd") : hosts) {
      const definition = model.definitions(host, name)[0];
      if (definition?.file === undefined || !files.has(definition.file) || definition.keySpan === undefined) continue;
      yield undefined;
      const key = keyOf(context, host, name);
      if (key === undefined) continue;
      const same = by.get(key);
      if (same) same.push({ host, definition });
      else by.set(key, [{ host, definition }]);
    }
    for (const same of by.values()) if (same.length > 1) yield finding(name, same);
    yield undefined;
  }
}

/** Undefined where nothing can be said: not known, a placeholder, or a machine that is not reached by its address. */
function keyOf({ model }: CheckContext, host: string, name: string): string | undefined {
  const resolved = model.resolve(host, name);
  if (resolved.state !== "known" || typeof resolved.value !== "string" || resolved.value === "") return undefined;
  const { value } = resolved;
  if (name === "etcd_member_name") return value;
  if (!isAddress(value) && (name !== "ansible_host" || !isHostName(value))) return undefined;
  if (name !== "ansible_host") return value.toLowerCase();
  // Containers and the like are told apart by other means; forwarded ports by the port.
  const known = (variable: string) => {
    const answer = model.resolve(host, variable);
    return answer.state === "known" ? String(answer.value) : answer.state === "undefined" ? "" : undefined;
  };
  const connection = model.definitions(host, "ansible_connection").some(({ file }) => file !== undefined)
    ? known("ansible_connection")
    : "";
  const port = known("ansible_port");
  const sshArguments = ["ansible_ssh_common_args", "ansible_ssh_extra_args"].map(known);
  if (connection === undefined || !["", "ssh", "smart", "paramiko", "paramiko_ssh"].includes(connection)) return undefined;
  if (port === undefined || sshArguments.some((one) => one === undefined)) return undefined;
  return [value.toLowerCase(), port === "" ? "22" : port, ...sshArguments].join("\0");
}

function isAddress(text: string): boolean {
  if (text.includes(":")) return /^[\da-f:.]{2,45}$/i.test(text) && text !== "::1" && text !== "::";
  const parts = text.split(".");
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255) && !/^(?:0|127)\./.test(text);
}

/** `x.x.x.x` and `your-ip` are none. */
function isHostName(text: string): boolean {
  return text.includes(".") && /^[a-z\d](?:[a-z\d.-]*[a-z\d])?$/i.test(text) && /[a-wyz]/i.test(text) && !/example|your|change/i.test(text);
}

function finding(name: string, same: readonly { readonly host: string; readonly definition: Definition }[]): Finding {
  const names = same.map(({ host }) => host);
  const first = (same[0] as { readonly definition: Definition }).definition;
  // The copy is more likely the later one.
  const other = same
    .map(({ definition }) => definition)
    .find((one) => one.file !== first.file || one.keySpan?.start !== first.keySpan?.start);
  const place = other ?? first;
  const span = place.valueSpan ?? place.keySpan;
  const shown = names.slice(0, 4);
  const more = names.length - shown.length;
  const isName = name === "etcd_member_name";
  return {
    file: place.file as string,
    span: span && span.end > span.start ? span : (place.keySpan as NonNullable<typeof place.keySpan>),
    subject: names[1] as string,
    message: {
      en: `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""} have the same ${name}. Each ${isName ? "member of etcd needs its own name" : "machine needs its own"}.`,
      zh: `${shown.join("、")}${more > 0 ? ` 等 ${names.length} 台主机` : ""} 的 ${name} 相同。每${isName ? "个 etcd 成员都需要自己的名称" : "台机器都需要自己的地址"}。`,
    },
    related:
      other && first.file !== undefined && first.keySpan
        ? [{ file: first.file, span: first.keySpan, message: { en: "The other one.", zh: "另一处。" } }]
        : [],
  };
}
