import { COLON, HASH, isBlank, isBlankOrEnd, isBreak, isFlowIndicator, TAB } from "./cursor";
import { LineFolder } from "./lineFolder";
import type { Scanner } from "./scanner";
import type { Token } from "./token";

/**
 * An unquoted scalar, over as many lines as it runs (libyaml: yaml_parser_scan_plain_scalar). It ends before `: `, ` #`, a line that is
 * indented too little, and within `[]` or `{}` before `,` and brackets.
 */
export function scanPlainScalar(scanner: Scanner): Token {
  const start = scanner.pos;
  const flow = scanner.flowLevel > 0;
  const indent = scanner.indent + 1;
  const folder = new LineFolder();
  let value = "";
  let end = start;
  for (;;) {
    if (scanner.atDocumentIndicator() || scanner.at() === HASH) break;
    const from = scanner.pos;
    let c = scanner.at();
    while (!isBlankOrEnd(c)) {
      if (c === COLON) {
        const after = scanner.at(1);
        if (flow && (isFlowIndicator(after) || after === 63)) {
          scanner.fault("`:` right before a bracket, comma or `?` inside `[]` or `{}`: put a space after it, or quote the text.");
        }
        if (isBlankOrEnd(after)) break;
      } else if (flow && isFlowIndicator(c)) break;
      scanner.pos++;
      c = scanner.at();
    }
    if (scanner.pos > from) {
      value += folder.take() + scanner.text.slice(from, scanner.pos);
      end = scanner.pos;
    }
    if (!isBlank(c) && !isBreak(c)) break;
    while (isBlank(c) || isBreak(c)) {
      if (isBreak(c)) folder.addBreak(scanner.takeBreak());
      else {
        if (c === TAB && folder.broken && scanner.column < indent) scanner.fault("A tab cannot indent in YAML: use spaces.");
        folder.addBlank(c);
        scanner.pos++;
      }
      c = scanner.at();
    }
    if (!flow && scanner.column < indent) break;
  }
  if (folder.broken) scanner.simpleKeyAllowed = true;
  return { type: "scalar", start, end, value, style: "plain" };
}
