import type { Generation } from "../context";

/** How a text is read. The defaults are Ansible's for a template file under classic templating (ansible/template/__init__.py, AnsibleEnvironment). */
export interface ParseOptions {
  /**
   * The text is a YAML value: backslashes inside `{{ }}` are literal. Classic templating doubles them and reads the text again
   * (`_escape_backslashes`), so an escaped quote ends its string; native templating (`AnsibleLexer`) keeps it inside. Default false.
   */
  readonly ansibleEscapes?: boolean;
  /** Classic: jinja2 3.1.2. Native: 3.1.6, whose `set` takes several namespace attributes. Default classic. */
  readonly generation?: Generation;
  /** Default false: one newline at the end of the text is dropped. Ansible puts newlines back after rendering. */
  readonly keepTrailingNewline?: boolean;
  /** Default true: the newline after a block tag or comment is dropped. */
  readonly trimBlocks?: boolean;
  /** Default false: blanks before a block tag that starts its line are dropped. */
  readonly lstripBlocks?: boolean;
}

export interface ExpressionOptions {
  readonly generation?: Generation;
  /** As in ParseOptions; only where the expression stands for one inside `{{ }}` of a YAML value. */
  readonly ansibleEscapes?: boolean;
  /**
   * `condition` (default): an item of `when:` or `that:`. Classic templating reads it as the head of `{% if %}`, where no conditional
   * expression may stand outside brackets; native templating as one expression (compile_expression).
   * `output`: what stands between `{{` and `}}`.
   */
  readonly as?: "condition" | "output";
}
