import type { Arguments } from "../../jinja/ast";
import { builtinPlugins } from "../../jinja/plugins/builtinPlugins";
import type { Span } from "../../text/span";
import { documentSpan, type TemplateAt } from "../templates";
import type { Check, CheckContext, Finding } from "./check";
import { ownUses } from "./ownUses";
import type { Setting } from "./settings";
import { editDistance } from "./similarNames";
import { templateNodes } from "./templateNodes";
import { templateSettings } from "./templateSettings";

/** A filter or test that Ansible does not have: the whole template fails, up to ansible-core 2.18 also where it is in a branch not taken. */
export const unknownFilter: Check = {
  code: "unknown-filter",
  severity: "warning",
  title: { en: "A filter or test that does not exist", zh: "不存在的过滤器或测试" },
  summary: {
    en: "A filter or test that neither Jinja2 nor Ansible has: the run stops where the template is first needed.",
    zh: "Jinja2 和 Ansible 都没有的过滤器或测试：部署会在首次用到该模板时中止。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const templates = yield* templateSettings(context);
  const unknown: { readonly setting: Setting; readonly template: TemplateAt; readonly use: PluginUse }[] = [];
  for (const [i, { setting, template }] of templates.entries()) {
    if (i % AT_ONCE === 0) yield undefined;
    if (template.problems.length > 0) continue;
    for (const use of pluginsIn(template)) if (isUnknown(use)) unknown.push({ setting, template, use });
  }
  if (unknown.length === 0) return;
  const uses = yield* ownUses(context);
  // A plugin of the user's own is written somewhere; without the workspace nobody can tell.
  for (const { setting, template, use } of unknown) {
    yield undefined;
    if (!uses.has(use.name)) yield finding(setting, template, use);
  }
}

const AT_ONCE = 25;

interface PluginUse {
  readonly kind: "filter" | "test";
  readonly name: string;
  /** In the template. */
  readonly span: Span;
}

/** A name with dots belongs to a collection that need not be on this machine. */
function isUnknown({ kind, name }: PluginUse): boolean {
  const known = kind === "filter" ? builtinPlugins.filters : builtinPlugins.tests;
  return /^\w+$/.test(name) && !known.has(name) && !(kind === "filter" && REDIRECTED.has(name));
}

/** Short names that Ansible redirects to collections (config/ansible_builtin_runtime.yml) and that we do not work out. */
const REDIRECTED: ReadonlySet<string> = new Set([
  ...["comp_type5", "gcp_kms_decrypt", "gcp_kms_encrypt", "hash_salt", "hwaddr", "ip4_hex", "json_query", "k8s_config_resource_name"],
  ...["parse_cli", "parse_cli_textfsm", "parse_xml", "random_mac", "slaac", "type5_pw", "vlan_parser"],
]);

function* pluginsIn({ template }: TemplateAt): Iterable<PluginUse> {
  const nodes = [...templateNodes(template)];
  // `'x' is filter`: who asks first makes no mistake.
  if (nodes.some((node) => node.kind === "test" && (node.name === "filter" || node.name === "test"))) return;
  for (const node of nodes) {
    if (node.kind !== "filter" && node.kind !== "test") continue;
    yield { kind: node.kind, name: node.name, span: node.nameSpan };
    if (node.kind === "filter") yield* namedInArguments(node.name, node.args);
  }
}

/** `map('upper')`, `select('defined')`, `selectattr('a', 'equalto', 1)`: names of plugins as texts. */
function* namedInArguments(filter: string, { positional }: Arguments): Iterable<PluginUse> {
  const [kind, at] = NAMING.get(filter.replace(/^ansible\.(?:builtin|legacy)\./, "")) ?? [];
  const given = at === undefined ? undefined : positional[at];
  if (kind !== undefined && given?.kind === "constant" && typeof given.value === "string" && /^\w+$/.test(given.value)) {
    yield { kind, name: given.value, span: given.span };
  }
}

const NAMING: ReadonlyMap<string, readonly [PluginUse["kind"], number]> = new Map([
  ["map", ["filter", 0]],
  ["select", ["test", 0]],
  ["reject", ["test", 0]],
  ["selectattr", ["test", 1]],
  ["rejectattr", ["test", 1]],
] as const);

function finding({ file, variable }: Setting, template: TemplateAt, { kind, name, span }: PluginUse): Finding {
  const known = kind === "filter" ? builtinPlugins.filters : builtinPlugins.tests;
  const meant = nearest(name, known.keys());
  const at = documentSpan(template, span);
  const isText = template.map.value.slice(span.start, span.end) !== name;
  const word = { en: kind, zh: kind === "filter" ? "过滤器" : "测试" };
  return {
    file: file.document.path,
    span: at,
    subject: variable.name,
    severity: meant === undefined ? "info" : "warning",
    message: {
      en: `There is no ${word.en} ${name} in Jinja2 or Ansible.${meant === undefined ? " If it is one of a collection, write its full name." : ` Did you mean ${meant}?`}`,
      zh: `Jinja2 和 Ansible 中没有${word.zh} ${name}。${meant === undefined ? "若属于某个 collection，请写全名。" : `是否应为 ${meant}？`}`,
    },
    fixes:
      meant === undefined || isText
        ? []
        : [
            {
              title: { en: `Change to ${meant}`, zh: `改为 ${meant}` },
              edits: [{ file: file.document.path, span: at, text: meant }],
              preferred: true,
            },
          ],
  };
}

/** One slip of a finger away, two in a long name; undefined where several are. */
function nearest(name: string, known: Iterable<string>): string | undefined {
  const most = name.length >= 8 ? 2 : name.length >= 4 ? 1 : 0;
  let best: { readonly name: string; readonly distance: number } | undefined;
  let isTied = false;
  for (const candidate of known) {
    if (candidate.includes(".") || candidate.length < 3) continue;
    const same = squeezed(candidate) === squeezed(name);
    const distance = same ? 0 : editDistance(name, candidate, most);
    if (distance > most || (best && distance > best.distance)) continue;
    isTied = best?.distance === distance;
    best = { name: candidate, distance };
  }
  return isTied ? undefined : best?.name;
}

/** `toyaml`, `to-yaml` and `toYaml` are `to_yaml`. */
function squeezed(name: string): string {
  return name.toLowerCase().replace(/_/g, "");
}
