// Ansible's INI inventory, as ansible/plugins/inventory/ini.py reads it: sections of hosts, of child groups and of variables. Host lines
// are split as a shell splits words; in [group:vars] the whole rest of the line is the value, with no comment after it.
import { jinjaPlace } from "./jinja.mjs";

const scope = "kubespray-inventory-ini";
const nextSection = "^(?=\\s*\\[[^\\]\\s]+\\]\\s*(?:#.*)?$)";
const single = { quote: "'", kind: "single" };
const double = { quote: '"', kind: "double" };

const header = (kind) => ({
  begin: `^\\s*(\\[)([^:\\]\\s]+)${kind === "hosts" ? "" : `(:)(${kind})`}(\\])\\s*(#.*)?$`,
  beginCaptures: {
    1: { name: `punctuation.definition.section.begin.${scope}` },
    2: { name: `entity.name.type.group.${scope}` },
    ...(kind === "hosts"
      ? { 3: { name: `punctuation.definition.section.end.${scope}` }, 4: { name: `comment.line.number-sign.${scope}` } }
      : {
          3: { name: `punctuation.separator.section.${scope}` },
          4: { name: `keyword.other.section.${scope}` },
          5: { name: `punctuation.definition.section.end.${scope}` },
          6: { name: `comment.line.number-sign.${scope}` },
        }),
  },
  end: nextSection,
});

const constants = [
  { match: "(?<![^=\\s])(?:True|False|None)(?=\\s|$)", name: `constant.language.${scope}` },
  { match: "(?<![^=\\s])-?\\d+(?:\\.\\d+)?(?=\\s|$)", name: `constant.numeric.${scope}` },
];

const quoted = (quote, kind, place) => ({
  begin: quote,
  end: `(${quote})|$`,
  name: `string.quoted.${kind}.${scope}`,
  beginCaptures: { 0: { name: `punctuation.definition.string.begin.${scope}` } },
  endCaptures: { 1: { name: `punctuation.definition.string.end.${scope}` } },
  patterns: [
    { include: `#${place}Templates` },
    ...(kind === "double" ? [{ match: "\\\\.", name: `constant.character.escape.${scope}` }] : []),
  ],
});

export const inventory = {
  scopeName: `source.${scope}`,
  name: "Ansible inventory (INI)",
  patterns: [
    { include: "#comment" },
    {
      ...header("vars"),
      name: `meta.section.vars.${scope}`,
      patterns: [{ include: "#comment" }, { include: "#variable" }, { include: "#notSection" }],
    },
    {
      ...header("children"),
      name: `meta.section.children.${scope}`,
      patterns: [{ include: "#comment" }, { include: "#notSection" }, { include: "#child" }],
    },
    {
      ...header("hosts"),
      name: `meta.section.hosts.${scope}`,
      patterns: [{ include: "#comment" }, { include: "#host" }, { include: "#notSection" }],
    },
    { include: "#host" },
    { include: "#notSection" },
  ],
  repository: {
    comment: {
      match: "^\\s*([#;]).*$",
      name: `comment.line.${scope}`,
      captures: { 1: { name: `punctuation.definition.comment.${scope}` } },
    },
    notSection: { match: "^\\s*\\[.*\\]\\s*$", name: `invalid.illegal.section.${scope}` },
    child: {
      match: "^\\s*([^\\s#]+)(?:\\s+(#.*))?",
      captures: { 1: { name: `entity.name.type.group.${scope}` }, 2: { name: `comment.line.number-sign.${scope}` } },
    },
    host: {
      begin: "^\\s*((?:\\[[^\\]\\s]*\\]|[^\\s\\[#;=])+)",
      end: "$",
      name: `meta.host.${scope}`,
      beginCaptures: { 1: { name: `entity.name.tag.host.${scope}`, patterns: [{ include: "#range" }, { include: "#port" }] } },
      patterns: [
        {
          match: "(?<=\\s)(#).*$",
          name: `comment.line.number-sign.${scope}`,
          captures: { 1: { name: `punctuation.definition.comment.${scope}` } },
        },
        {
          begin: "([A-Za-z_][\\w.-]*)(=)",
          end: "(?=\\s)|$",
          beginCaptures: { 1: { name: `variable.other.key.${scope}` }, 2: { name: `keyword.operator.assignment.${scope}` } },
          contentName: `string.unquoted.${scope}`,
          patterns: [
            { include: "#quotedInLine" },
            { include: "#wordTemplates" },
            ...constants,
            { match: "\\\\.", name: `constant.character.escape.${scope}` },
          ],
        },
      ],
    },
    range: {
      match: "(\\[)(\\w+)(:)(\\w+)(?:(:)(\\d+))?(\\])",
      captures: {
        1: { name: `punctuation.definition.range.begin.${scope}` },
        2: { name: `constant.numeric.range.${scope}` },
        3: { name: `keyword.operator.range.${scope}` },
        4: { name: `constant.numeric.range.${scope}` },
        5: { name: `keyword.operator.range.${scope}` },
        6: { name: `constant.numeric.range.${scope}` },
        7: { name: `punctuation.definition.range.end.${scope}` },
      },
    },
    port: {
      match: "(?<!:)(:)(\\d+)$",
      captures: { 1: { name: `punctuation.separator.port.${scope}` }, 2: { name: `constant.numeric.port.${scope}` } },
    },
    variable: {
      begin: "^\\s*([^\\s=#;][^=]*?)\\s*(=)\\s*",
      end: "$",
      beginCaptures: { 1: { name: `variable.other.key.${scope}` }, 2: { name: `keyword.operator.assignment.${scope}` } },
      contentName: `string.unquoted.${scope}`,
      patterns: [
        ...constants.map((rule) => ({ ...rule, match: rule.match.replace("(?<![^=\\s])", "\\G").replace("(?=\\s|$)", "(?=\\s*$)") })),
        { include: "#quotedInLine" },
        { include: "#lineTemplates" },
      ],
    },
    quotedInLine: { patterns: [quoted('"', "double", "double"), quoted("'", "single", "single")] },
    ...jinjaPlace({ id: "line", stop: "$", quotes: [single, double] }),
    ...jinjaPlace({ id: "word", stop: "(?=\\s)|$", quotes: [single, double] }),
    ...jinjaPlace({ id: "double", stop: '(?=")|$', quotes: [single, { quote: '\\\\"', kind: "double" }], escaped: '\\\\[^"]' }),
    ...jinjaPlace({ id: "single", stop: "(?=')|$", quotes: [double] }),
  },
};
