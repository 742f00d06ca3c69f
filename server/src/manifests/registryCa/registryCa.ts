import type { Model } from "../../kubespray/model";
import { header } from "../header";
import { checkRegistry } from "../imageMapping";
import { type Generated, type Manifest, ManifestError, type ManifestOption, type ManifestRequest, type Note, say } from "../manifest";
import { render } from "../render";
import template from "../templates/registryCa.njk";
import { OS_FAMILIES, TRUST_STORES } from "./trustStores";
import { WORDS } from "./words";

/**
 * add-registry-ca.yml: a playbook that makes every machine trust the CA of the user's registry, for the families of systems of the article
 * and those that kubespray supports. Written for ansible 2.9 to ansible-core 2.19: conditions are booleans, facts are asked for by
 * `ansible_facts`, names of modules are short.
 */
export const registryCa: Manifest = {
  kind: "registry-ca",
  title: { en: "Registry CA playbook", zh: "镜像仓库 CA 证书 playbook" },
  summary: {
    en: "add-registry-ca.yml: makes every machine trust the CA of your registry",
    zh: "add-registry-ca.yml：让所有机器信任镜像仓库的 CA 证书",
  },
  options: [
    {
      name: "ca-file",
      type: "text",
      default: "registry-ca.crt",
      example: "registry-ca.crt",
      help: {
        en: "the CA certificate (PEM) on the machine that runs Ansible; a relative path starts at the playbook",
        zh: "运行 Ansible 的机器上的 CA 证书（PEM）；相对路径以 playbook 所在目录为起点",
      },
    },
    {
      name: "registry",
      type: "list",
      example: "hub.example.com",
      help: {
        en: "a registry that the container runtime shall trust by this CA as well; without any, the system's store alone is used",
        zh: "容器运行时也要用此 CA 信任的镜像仓库；不给出时只写入系统证书库",
      },
      check: checkRegistry,
    },
    {
      name: "hosts",
      type: "text",
      default: "all",
      example: "k8s_cluster:etcd",
      help: { en: "the hosts or groups to run on", zh: "要运行的主机或组" },
      check: checkHosts,
    },
    {
      name: "ca-name",
      type: "text",
      default: "registry-ca",
      example: "registry-ca",
      help: { en: "the file's name in the store, without ending", zh: "证书库中的文件名，不带扩展名" },
      check: checkName,
    },
  ],
  folder: "registry-ca",
  generate,
};

const FILE = "add-registry-ca.yml";

function generate(request: ManifestRequest): Generated {
  const { model, options, locale } = request;
  const value = (name: string): string => checked(name, options.text(name) ?? "");
  const registries = [...new Set(options.list("registry").map((one) => checked("registry", one).replace(/\/.*$/s, "")))];
  const certificate = options.text("ca-file") ?? "";
  const runtime = defaultRuntime(model);
  const words = Object.fromEntries(Object.entries(WORDS).map(([key, wording]) => [key, say(wording, locale)]));
  const text = render(template, {
    header: header(request, registryCa.kind).trimEnd(),
    usage: say(WORDS.usage, locale).split("\n"),
    words,
    hosts: value("hosts"),
    name: value("ca-name"),
    certificate,
    registries,
    runtime,
    stores: TRUST_STORES,
    families: OS_FAMILIES,
  });
  return {
    files: [{ path: FILE, text }],
    notes: notes(model, registries),
    gaps: [],
    steps: [
      {
        where: "site",
        text: {
          en: `Put the CA certificate beside ${FILE} as ${certificate} and let every machine trust it, before the cluster is set up`,
          zh: `将 CA 证书以 ${certificate} 为名放在 ${FILE} 旁边，并在部署集群之前让所有机器信任它`,
        },
        command: `ansible-playbook -i INVENTORY ${FILE}`,
        needs: ["ansible-playbook"],
      },
    ],
  };
}

/** The release's own default, for hosts on which the inventory says nothing: up to v2.17 docker, then containerd. */
function defaultRuntime(model: Model): string {
  for (const definition of model.catalog.definitions("container_manager")) {
    const raw = definition.raw();
    if (definition.layer === "role-defaults" && typeof raw === "string" && /^[a-z]+$/.test(raw)) return raw;
  }
  return "containerd";
}

function notes(model: Model, registries: readonly string[]): readonly Note[] {
  const runtimes = new Set<string>();
  for (const host of model.hosts) {
    const found = model.resolve(host, "container_manager");
    if (found.state === "known" && typeof found.value === "string") runtimes.add(found.value);
  }
  const result: Note[] = [];
  if (registries.length === 0)
    result.push({
      severity: "info",
      message: {
        en: "No --registry is given: container runtimes use the system's store, which they read when they start.",
        zh: "未给出 --registry：容器运行时使用系统证书库，且只在启动时读取。",
      },
    });
  else if (runtimes.has("containerd"))
    result.push({
      severity: "info",
      message: {
        en: "containerd reads ca.crt of a registry only where kubespray has put no hosts.toml beside it; with one, the system's store counts.",
        zh: "只有当 kubespray 没有在同一目录写入 hosts.toml 时，containerd 才会读取 ca.crt；否则以系统证书库为准。",
      },
    });
  return result;
}

function checked(name: string, value: string): string {
  const option = registryCa.options.find((one) => one.name === name) as ManifestOption;
  const fault = option.check?.(value);
  if (fault !== undefined) throw new ManifestError({ en: `--${name}: ${fault.en}`, zh: `--${name}:${fault.zh}` });
  return value;
}

/** A pattern of hosts; Ansible would evaluate a template in it. */
function checkHosts(value: string) {
  if (/^[\p{L}\p{N}_~!&*@][\p{L}\p{N}_.:,!&*@~[\]-]*$/u.test(value)) return undefined;
  return {
    en: "write groups and hosts as Ansible takes them: all, k8s_cluster:etcd, kube_node:!gpu",
    zh: "请按 Ansible 的写法给出组和主机：all、k8s_cluster:etcd、kube_node:!gpu",
  };
}

function checkName(value: string) {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(value)) return undefined;
  return {
    en: "use letters, digits, dots, underscores and hyphens",
    zh: "只能使用字母、数字、点、下划线和连字符",
  };
}
