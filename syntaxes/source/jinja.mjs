// Jinja2 as TextMate rules. The words of the language are the same everywhere; what differs is the text around a template, which says
// how a string is written and where a half-typed template must stop. Each such surrounding is a `Place` here and becomes one injection.

/** The scope that marks Jinja2; injections keep out of it, and VS Code reads it as code rather than as a string. */
const inside = "meta.embedded.inline.jinja";

/** The grammar that holds the words. Not tied to a language: other grammars include it. */
export const jinjaScope = "source.kubespray-jinja";

const name = "[A-Za-z_]\\w*";
const word = (words) => `(?<![.\\w])(?:${words})(?!\\w)`;

/** Shared by all places: everything but strings and braces. Flat rules that never cross a line, so nothing here can run away. */
export const jinjaWords = {
  scopeName: jinjaScope,
  name: "Jinja2 words",
  patterns: [{ include: "#words" }],
  repository: {
    statementWords: {
      patterns: [
        {
          match: `(?<![.\\w])(macro|block|call|filter)\\s+(${name})`,
          captures: { 1: { name: "keyword.control.jinja" }, 2: { name: "entity.name.function.jinja" } },
        },
        {
          match: word(
            "if|elif|else|endif|for|endfor|recursive|break|continue|set|endset|macro|endmacro|call|endcall|filter|endfilter|block|endblock|extends|include|import|from|as|ignore\\s+missing|with(?:out)?\\s+context|with|endwith|do|raw|endraw|autoescape|endautoescape|trans|pluralize|endtrans",
          ),
          name: "keyword.control.jinja",
        },
        { include: "#words" },
      ],
    },
    words: {
      patterns: [
        { match: "(?<![\\w.])\\d[\\d_]*(?:\\.\\d[\\d_]*(?:[eE][-+]?\\d+)?|[eE][-+]?\\d+)(?!\\w)", name: "constant.numeric.float.jinja" },
        { match: "(?<!\\w)(?:0[xX][\\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|\\d[\\d_]*)(?!\\w)", name: "constant.numeric.integer.jinja" },
        {
          match: `(\\|)(?:\\s*(${name}(?:\\.${name})*))?`,
          captures: { 1: { name: "keyword.operator.filter.jinja" }, 2: { name: "support.function.filter.jinja" } },
        },
        {
          match: `(?<![.\\w])(is)(?!\\w)(?:\\s+(not)(?!\\w))?(?:\\s+(${name}(?:\\.${name})*))?`,
          captures: {
            1: { name: "keyword.operator.expression.jinja" },
            2: { name: "keyword.operator.expression.jinja" },
            3: { name: "support.function.test.jinja" },
          },
        },
        { match: word("if|else"), name: "keyword.control.jinja" },
        { match: word("and|or|not|in"), name: "keyword.operator.expression.jinja" },
        { match: word("[Tt]rue|[Ff]alse"), name: "constant.language.boolean.jinja" },
        { match: word("[Nn]one"), name: "constant.language.none.jinja" },
        {
          match: `(\\.)\\s*(${name})(?=\\s*\\()`,
          captures: { 1: { name: "punctuation.accessor.jinja" }, 2: { name: "entity.name.function.member.jinja" } },
        },
        {
          match: `(\\.)\\s*(${name})`,
          captures: { 1: { name: "punctuation.accessor.jinja" }, 2: { name: "variable.other.property.jinja" } },
        },
        { match: "(?<![.\\w])(?:lookup|query|q|now|range|dict|namespace|cycler|joiner|undef)(?=\\s*\\()", name: "support.function.jinja" },
        { match: `(?<![.\\w])${name}(?=\\s*\\()`, name: "entity.name.function.jinja" },
        {
          match: `(?<=[(,\\s])(${name})\\s*(=)(?!=)`,
          captures: { 1: { name: "variable.parameter.jinja" }, 2: { name: "keyword.operator.assignment.jinja" } },
        },
        {
          match: word(
            "loop|self|omit|vars|hostvars|groups|group_names|inventory_hostname(?:_short)?|inventory_dir|inventory_file|playbook_dir|role_path|role_name|play_hosts|ansible_play_hosts(?:_all)?|ansible_play_batch|ansible_facts|ansible_check_mode|ansible_version",
          ),
          name: "variable.language.jinja",
        },
        { match: name, name: "variable.other.jinja" },
        { match: "==|!=|<=|>=|<|>", name: "keyword.operator.comparison.jinja" },
        { match: "=", name: "keyword.operator.assignment.jinja" },
        { match: "~", name: "keyword.operator.concatenation.jinja" },
        { match: "\\*\\*|//|[-+*/%]", name: "keyword.operator.arithmetic.jinja" },
        { match: "[()]", name: "punctuation.parenthesis.jinja" },
        { match: "[\\[\\]]", name: "punctuation.bracket.jinja" },
        { match: ",", name: "punctuation.separator.sequence.jinja" },
        { match: ":", name: "punctuation.separator.mapping.jinja" },
      ],
    },
  },
};

/**
 * The rules for one place: `#templates` is the entry.
 * - `id` sets the place's rules apart from another's in the same grammar.
 * - `stop` is a zero-width pattern: where the text around ends, and every template with it, typed to its end or not.
 * - `quotes` are the ways in which a Jinja2 string opens and closes here, as pairs of a pattern and a scope's middle name.
 * - `escaped` is what a string may hold besides its closing quote.
 */
export function jinjaPlace({ id, stop, quotes, escaped = "\\\\." }) {
  const key = (rule) => `${id}${rule}`;
  const embedded = (open, close, kind, patterns) => ({
    begin: open,
    end: `(${close})|${stop}`,
    name: `${inside} ${kind}`,
    beginCaptures: { 0: { name: "punctuation.section.embedded.begin.jinja" } },
    endCaptures: { 1: { name: "punctuation.section.embedded.end.jinja" } },
    patterns,
  });
  const parts = [{ include: `#${key("Strings")}` }, { include: `#${key("Braces")}` }];
  return {
    [key("Templates")]: {
      patterns: [
        { include: `#${key("Raw")}` },
        {
          begin: "\\{#",
          end: `(#\\})|${stop}`,
          name: "comment.block.jinja",
          beginCaptures: { 0: { name: "punctuation.definition.comment.begin.jinja" } },
          endCaptures: { 1: { name: "punctuation.definition.comment.end.jinja" } },
        },
        embedded("\\{%[-+]?", "[-+]?%\\}", "meta.statement.jinja", [...parts, { include: `${jinjaScope}#statementWords` }]),
        // `${{` opens an expression of a CI workflow, `{{ .` and `{{ $` one of a Go template: neither is Jinja2.
        embedded("(?<!\\$)\\{\\{(?!-?\\s*[.$])[-+]?", "[-+]?\\}\\}", "meta.expression.jinja", [
          ...parts,
          { include: `${jinjaScope}#words` },
        ]),
      ],
    },
    [key("Raw")]: {
      begin: "(\\{%[-+]?)\\s*(raw)\\s*([-+]?%\\})",
      end: `(\\{%[-+]?)\\s*(endraw)\\s*([-+]?%\\})|${stop}`,
      captures: {
        1: { name: "punctuation.section.embedded.begin.jinja" },
        2: { name: "keyword.control.jinja" },
        3: { name: "punctuation.section.embedded.end.jinja" },
      },
      name: "meta.raw.jinja",
    },
    [key("Braces")]: {
      begin: "\\{",
      end: `(\\})|${stop}`,
      beginCaptures: { 0: { name: "punctuation.brace.jinja" } },
      endCaptures: { 1: { name: "punctuation.brace.jinja" } },
      patterns: [...parts, { include: `${jinjaScope}#words` }],
    },
    [key("Strings")]: {
      patterns: quotes.map(({ quote, kind }) => ({
        begin: quote,
        end: `(${quote})|${stop}`,
        name: `string.quoted.${kind}.jinja`,
        beginCaptures: { 0: { name: "punctuation.definition.string.begin.jinja" } },
        endCaptures: { 1: { name: "punctuation.definition.string.end.jinja" } },
        patterns: [{ match: escaped, name: "constant.character.escape.jinja" }],
      })),
    },
  };
}

const single = { quote: "'", kind: "single" };
const double = { quote: '"', kind: "double" };
const notJinja = "- meta.embedded.inline.jinja - meta.raw.jinja - comment - entity.name.tag";

/** Where templates stand in YAML, by kind of scalar, and the scopes that YAML grammars (and Ansible's, derived from one) give it. */
const yamlPlaces = [
  {
    file: "jinja-double",
    selector: "string.quoted.double",
    // YAML reads the text first: `\"` is the only double quote there is, and `\\` is one backslash.
    stop: '(?=")',
    quotes: [single, { quote: '\\\\"', kind: "double" }],
    escaped: '\\\\\\\\(?:\\\\"|\\\\\\\\|[^"\\\\])?|\\\\[^"\\\\]',
  },
  {
    file: "jinja-single",
    selector: "string.quoted.single",
    stop: "(?='(?!'))",
    quotes: [{ quote: "''", kind: "single" }, double],
    escaped: "\\\\(?:''|[^'])",
  },
  {
    file: "jinja-plain",
    // Inside a flow collection YAML itself takes the brace, so `.plain.in` cannot hold a template.
    selector: "string.unquoted.plain.out",
    stop: "$|(?=\\s#|:\\s|:$)",
    quotes: [single, double],
  },
  {
    file: "jinja-block",
    selector: "string.unquoted.block",
    // Grammars that end a block by indentation alone do not look while a template is open: a line at the margin, or one that
    // starts with a bare key, is taken for the next entry.
    stop: "^(?=\\S)|^(?=\\s*(?:-\\s+)*[A-Za-z_][\\w.-]*\\s*:(?:\\s|$))",
    quotes: [single, double],
  },
];

/** One injection for each kind of scalar: `{ file, grammar }`. */
export const yamlInjections = yamlPlaces.map(({ file, selector, ...place }) => ({
  file,
  grammar: {
    scopeName: `kubespray-${file}.injection`,
    name: `Jinja2 in YAML: ${selector}`,
    injectionSelector: ["yaml", "ansible"].map((language) => `L:source ${selector}.${language} ${notJinja}`).join(", "),
    patterns: [{ include: "#hereTemplates" }],
    repository: jinjaPlace({ id: "here", ...place }),
  },
}));
