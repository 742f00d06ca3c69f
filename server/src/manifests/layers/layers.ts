import type { FilePath, FileSystem } from "../../files/fileSystem";
import { join } from "../../files/paths";
import type { Problem } from "../../text/problem";
import { say } from "../../text/wording";
import { headerLines } from "../header";
import { type Generated, type GeneratedFile, type Manifest, ManifestError, type ManifestRequest, type Note } from "../manifest";
import { yaml } from "../quoting";
import { render } from "../render";
import layerTemplate from "../templates/layer.yml.njk";
import { foundFacts } from "./foundFacts";
import { LAYERS, type Layer, OPERATIONS } from "./layerRules";
import { type ImportEntry, mainPlaybook, type PlaybookEntry, readPlaybook, scalarText } from "./playbookFile";
import { runnerScript } from "./runner";
import { type LayerContent, type Part, rolesWithin, splitPlaybook } from "./splitPlaybook";
import { hasOnlyRoles, runsOnNoHost, withoutUnused } from "./unusedPlays";
import { LAYER_WORDS, missingFindings } from "./words";
import { writeEntry } from "./writeEntry";

/**
 * cluster.yml of the release, split into playbooks that can be run one by one, and a script that remembers which are done. The article's
 * "layered deployment"; unlike there, what one layer's tasks find out reaches the next ones (see foundFacts.ts).
 */
export const layers: Manifest = {
  kind: "layers",
  title: { en: "Layered playbooks", zh: "分层部署 playbook" },
  summary: {
    en: "The release's cluster.yml split into layers, and a script that runs them, remembers what is done and goes on after a failure",
    zh: "把该版本的 cluster.yml 拆分为多层，并附带可记录进度、失败后继续的执行脚本",
  },
  folder: "layers",
  options: [
    {
      name: "tree-path",
      type: "text",
      default: "..",
      example: "../kubespray",
      help: {
        en: "Where the kubespray tree lies, as seen from the folder of the layers; .. where that folder lies in the tree",
        zh: "从分层目录看 kubespray 目录的路径；若分层目录就在其中则为 ..",
      },
      check: (value) => (/\{[{%#]/.test(value) ? { en: "Ansible would read this as a template", zh: "Ansible 会把它当作模板" } : undefined),
    },
    {
      name: "skip-unused",
      type: "flag",
      help: {
        en: "Leave out plays for groups that have no host in this inventory (bastion, calico_rr)",
        zh: "省略此 inventory 中没有主机的组所对应的 play（bastion、calico_rr）",
      },
    },
    {
      name: "without-role",
      type: "list",
      example: "win_nodes/kubernetes_patch",
      help: {
        en: "Leave out plays that run nothing but these roles; the cluster then differs from what cluster.yml makes",
        zh: "省略仅运行这些 role 的 play；得到的集群会与 cluster.yml 的结果不同",
      },
    },
    {
      name: "ssh-key",
      type: "text",
      example: "~/.ssh/id_ed25519.pub",
      help: {
        en: "Put this public key of the machine that runs Ansible on all hosts, in the first layer",
        zh: "在第一层把运行 Ansible 的机器上的此公钥加入所有主机",
      },
    },
  ],
  generate,
};

function generate(request: ManifestRequest): Generated {
  const { model, fs, options, locale, display } = request;
  const root = model.kubespray?.root;
  if (root === undefined) throw new ManifestError({ en: "no kubespray tree was found", zh: "未找到 kubespray 目录" });
  if (fs.kind(join(root, "cluster.yml")) !== "file") {
    throw new ManifestError(
      { en: "the kubespray tree has no cluster.yml: it is not whole", zh: "kubespray 目录中没有 cluster.yml：目录不完整" },
      { en: "choose a full checkout or release archive of kubespray", zh: "请选择完整的 kubespray 源码或发布包" },
    );
  }
  const playbooks = new Map<FilePath, readonly PlaybookEntry[]>();
  const read = (file: FilePath): readonly PlaybookEntry[] => {
    const known = playbooks.get(file) ?? readPlaybook(fs, file, display);
    playbooks.set(file, known);
    return known;
  };
  const main = mainPlaybook(fs, root, "cluster.yml", display);
  const unwanted = (entry: PlaybookEntry): boolean =>
    (options.flag("skip-unused") && entry.kind === "play" && runsOnNoHost(entry.hosts, model)) ||
    hasOnlyRoles(entry, options.list("without-role"));
  const { entries, left } = withoutUnused(main.entries, unwanted, (entry) =>
    entry.kind === "import" && entry.imported !== undefined ? read(entry.imported) : [],
  );
  const contents = splitPlaybook(entries, read);
  const prelude = preludeOf(contents);
  const facts = foundFacts(contents, prelude, fs, root, read);
  const tree = options.text("tree-path") ?? "..";
  const importPath = (entry: ImportEntry): string => pathFrom(tree, root, entry);
  const header = headerLines(request, layers.kind);
  const words = Object.fromEntries(Object.entries(LAYER_WORDS).map(([name, wording]) => [name, say(wording, locale)]));
  const layerFile = (layer: Layer, parts: Readonly<Record<string, unknown>>): GeneratedFile => ({
    path: `${layer.name}.yml`,
    text: render(layerTemplate, {
      header,
      title: `${layer.name}: ${say(layer.title, locale)}`,
      words,
      // Jinja2's own, in a text that is a template itself.
      open: "{{",
      close: "}}",
      prelude: [],
      load: [],
      keep: [],
      file: factsFile(layer),
      ...parts,
    }),
  });
  const files = contents.map(({ layer, parts }, i) =>
    layerFile(layer, {
      prelude: preludeFor(contents, prelude, i).map((part) => writeEntry(part, importPath)),
      load: contents.slice(0, i).flatMap(({ layer: before }, k) => loadOf(before, facts.kept[k] ?? [], locale)),
      content: [...(i === 0 ? sshKeyPlay(request) : []), ...parts.map((part) => writeEntry(part, importPath))],
      keep: facts.kept[i] ?? [],
    }),
  );
  const operations = OPERATIONS.flatMap((layer) => {
    const playbook = layer.playbooks.find((name) => fs.kind(join(root, name)) === "file");
    const path = playbook === undefined ? "" : yaml(`${tree}/${playbook}`);
    const content = [`# ${words.operation}\n- name: ${yaml(layer.title.en)}\n  import_playbook: ${path}\n`];
    return playbook === undefined ? [] : [{ layer, file: layerFile(layer, { content }) }];
  });
  const numbered = [...contents.map(({ layer }) => layer), ...operations.map(({ layer }) => layer)];
  return {
    files: [
      ...files,
      ...operations.map(({ file }) => file),
      {
        path: "run-layers.sh",
        executable: true,
        text: runnerScript({
          header,
          locale,
          tree,
          layers: contents.map(({ layer }) => layer),
          operations: operations.map(({ layer }) => layer),
        }),
      },
    ],
    notes: notesOf(contents, left, numbered.length, facts.kept.flat().length),
    gaps: gapsOf(contents, facts.lostGroups, absentRoles(contents, read, fs, join(root, "roles"))),
    steps: [
      {
        where: "site",
        text: {
          en: "Install the cluster; after a failure run the same command again, it goes on where it stopped. What follows -b goes to ansible-playbook (-u USER, -k, -K, --check)",
          zh: "部署集群；失败后重新运行同一命令，会从中断处继续。-b 之后可加 ansible-playbook 的参数（-u USER、-k、-K、--check）",
        },
        // The imports start at the folder of the layers.
        command: `${tree === ".." ? "mkdir -p KUBESPRAY/layers && cp ./* KUBESPRAY/layers/ && cd KUBESPRAY/layers\n" : ""}sh run-layers.sh -i INVENTORY -b`,
        needs: ["ansible-playbook"],
      },
    ],
  };
}

/** The imports before etcd: version check, groups, facts. None of them changes what is installed. */
function preludeOf(contents: readonly LayerContent[]): readonly Part[] {
  return contents
    .filter(({ layer }) => LAYERS.indexOf(layer) <= 1)
    .flatMap(({ parts }) => parts)
    .filter(({ entry }) => entry.kind === "import");
}

/** Those that earlier layers have already run. */
function preludeFor(contents: readonly LayerContent[], prelude: readonly Part[], layer: number): readonly Part[] {
  const before = new Set(contents.slice(0, layer).flatMap(({ parts }) => parts));
  return prelude.filter((part) => before.has(part));
}

function factsFile(layer: Layer): string {
  return `/${layer.name}`;
}

function loadOf(layer: Layer, names: readonly string[], locale: string) {
  return names.length === 0 ? [] : [{ name: layer.name, file: factsFile(layer), names, missing: say(missingFindings(layer.name), locale) }];
}

function pathFrom(tree: string, root: FilePath, entry: ImportEntry): string {
  const written = scalarText(entry.path) ?? "";
  if (entry.imported === undefined) return written;
  return `${tree}/${entry.imported.slice(root.length).replace(/^\/+/, "")}`;
}

function sshKeyPlay({ options, locale }: ManifestRequest): readonly string[] {
  const key = options.text("ssh-key");
  if (key === undefined) return [];
  const lines = [
    `# ${say(LAYER_WORDS.sshKey, locale)}`,
    "- name: Set up SSH public key authentication",
    "  hosts: all:!bastion:!localhost",
    "  gather_facts: false",
    "  tags: ssh-config",
    "  vars:",
    `    ssh_public_key_file: !unsafe ${yaml(key)}`,
    "  tasks:",
    "    - name: Authorize the public key",
    "      authorized_key:",
    `        user: "{{ ansible_user | default(ansible_ssh_user) | default(lookup('env', 'USER')) }}"`,
    `        key: "{{ lookup('file', ssh_public_key_file) }}"`,
    "",
  ];
  return [lines.join("\n")];
}

function notesOf(contents: readonly LayerContent[], left: readonly PlaybookEntry[], files: number, kept: number): readonly Note[] {
  const info = (en: string, zh: string): Note => ({ severity: "info", message: { en, zh } });
  const notes = [
    info(
      `${files} playbook${files === 1 ? "" : "s"}; ${kept} findings of earlier layers are kept in files for later ones`,
      `共 ${files} 个 playbook；前面各层得到的 ${kept} 项结果会写入文件供后续各层使用`,
    ),
  ];
  for (const { layer, parts } of contents) {
    for (const { entry, split } of parts) {
      if (split === undefined || split.first) continue;
      const name = entry.kind === "play" ? (entry.name ?? entry.hosts ?? "?") : "?";
      notes.push(
        info(
          `the play "${name}" is split: ${layer.name} has its second part; handlers of the first part run before it`,
          `play“${name}”被拆分：后半部分位于 ${layer.name}；前半部分的 handler 会先于它运行`,
        ),
      );
    }
  }
  for (const entry of left) {
    const name = entry.kind === "play" ? (entry.name ?? entry.hosts ?? "?") : "?";
    notes.push(info(`left out: the play "${name}" of ${entry.kind === "play" ? entry.hosts : ""}`, `已省略：play“${name}”`));
  }
  return notes;
}

function gapsOf(
  contents: readonly LayerContent[],
  lost: readonly { readonly layer: number; readonly group: string }[],
  absent: readonly string[],
): readonly Problem[] {
  const gap = (code: string, message: string): Problem => ({ severity: "warning", code, message });
  return [
    ...lost.map(({ layer, group }) =>
      gap("lost-group", `${contents[layer]?.layer.name} fills the group ${group}, which a later layer names: it will be empty there`),
    ),
    ...(absent.length === 0
      ? []
      : [
          gap(
            "trimmed-tree",
            `the tree lacks roles that its plays name, and what they find out for later ones is not known: ${absent.join(", ")}`,
          ),
        ]),
  ];
}

/** Roles of the plays that the tree has not got; a name with a dot is one of a collection, one with a brace is known to the run alone. */
function absentRoles(
  contents: readonly LayerContent[],
  read: (file: FilePath) => readonly PlaybookEntry[],
  fs: FileSystem,
  roles: FilePath,
): readonly string[] {
  const named = contents.flatMap(({ parts }) => parts.flatMap(({ entry }) => rolesWithin(entry, read)));
  return [...new Set(named)].filter((name) => !/[.{]/.test(name) && fs.kind(join(roles, name)) !== "directory");
}
