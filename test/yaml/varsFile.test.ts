import { describe, expect, it } from "vitest";
import { repr } from "../../server/src/python/text";
import { scanTopLevel } from "../../server/src/yaml/scanTopLevel";
import { openVarsFile } from "../../server/src/yaml/varsFile";

/** The entries as `line name=value`, then the code of what breaks the file. */
function outline(text: string): string[] {
  const file = openVarsFile(text);
  const value = (entry: { value(): Parameters<typeof repr>[0] }) => {
    try {
      return repr(entry.value());
    } catch (failure) {
      return `${(failure as { kind: string }).kind}!`;
    }
  };
  const lines = [...file.entries.values()].map((entry) => `${entry.line} ${entry.isText ? "" : "?"}${entry.name}=${value(entry)}`);
  const broken = file.check();
  return broken ? [...lines, broken.code] : lines;
}

it.each<[text: string, outline: string[]]>([
  ["a: 1\nb: [x]\n", ["1 a=1", "2 b=['x']"]],
  ["---\n# c\n\na: |\n  b: c\n\n'd e': f\n", ["4 a='b: c\\n'", "7 d e='f'"]],
  ["a: 1\nb: 2\na: 3\n", ["3 a=3", "2 b=2"]],
  ["1: a\nyes: b\n'1': c\n", ["3 1='c'", "2 ?True='b'"]],
  ["a: &x [1]\nb: *x\n", ["1 a=[1]", "2 b=[1]"]],
  ["x: &x {a: 1}\n<<: *x\nb: 2\n", ["1 a=1", "1 x={'a': 1}", "3 b=2"]],
  ['a: "x\nb: c"\nd: e\n', ["1 a='x b: c'", "3 d='e'"]],
  ["a: [1,\n2]\nb: c\n", ["1 a=[1, 2]", "3 b='c'"]],
  ["{a: 1, b: 2}", ["1 a=1", "1 b=2"]],
  ['{"a": 1,\n "b": [1e3]}', ["1 a=1", "2 b=[1000.0]"]],
  ["a: b\r\nc:\r\n- d\r\n", ["1 a='b'", "2 c=['d']"]],
  // Nothing in it
  ["", []],
  ["# c\n", []],
  ["---\n...\n", []],
  ["[]", []],
  ["~", []],
  ["- a", ["vars-not-a-mapping"]],
  ["text", ["vars-not-a-mapping"]],
  ["$ANSIBLE_VAULT;1.1;AES256\n3132\n", ["vars-vaulted"]],
  // Broken: what stands before and behind can be read all the same
  ["a: 1\nb: c: d\ne: 2\n", ["1 a=1", "2 b=error!", "3 e=2", "yaml-scanner"]],
  ["a: 1\nb: {{ x }}\nc: 2\n", ["1 a=1", "2 b=error!", "3 c=2", "yaml-constructor"]],
  ["a: 1\nb: [1\nc: 2\n", ["1 a=1", "2 b=error!", "3 c=2", "yaml-parser"]],
  ["a: &x 1\nb: *x\nc: '\nd: 2\n", ["1 a=1", "2 b=1", "3 c=error!", "4 d=2", "yaml-scanner"]],
  ["a: 1\n---\nb: 2\n", ["1 a=1", "3 b=2", "yaml-documents"]],
  ["a: 1\n\tb: 2\nc: 3\n", ["1 a=error!", "3 c=3", "yaml-scanner"]],
  ["a: !what 1\nb: 2\n", ["1 a=error!", "2 b=2", "yaml-constructor"]],
  // Unknown is not broken
  ["a: &a [*a]\nb: 2\n", ["1 a=unknown!", "2 b=2"]],
])("%j", (text, wanted) => {
  expect(outline(text)).toEqual(wanted);
});

describe("what is known of an entry without parsing it", () => {
  const text = `# not this one

## What a is for,
#  in two lines
a: "{{ b }}"  # why
b: {{ c }}
c: 1.10
d: 0700 # mode
e: 1.10.0
f: !vault |
  $ANSIBLE_VAULT
g:
  # inner
  - x

# of h
h: >-
  y

i:
`;

  it("documentation, spans and style, scanned or parsed", () => {
    const facts = (file: ReturnType<typeof openVarsFile>) =>
      [...file.entries.values()].map(({ name, keySpan, valueSpan, documentation, style }) => {
        const { kind, unquotedTemplate, unquotedNumber, tag } = style();
        return [
          text.slice(keySpan.start, keySpan.end) === name,
          text.slice(valueSpan.start, valueSpan.end),
          kind,
          ...(unquotedTemplate ? ["template"] : []),
          ...(unquotedNumber ? [`number ${unquotedNumber}`] : []),
          ...(tag ? [tag] : []),
          ...(documentation ? [documentation] : []),
        ];
      });
    expect(scanTopLevel(text)).toBeDefined();
    expect(facts(openVarsFile(text))).toEqual([
      [true, '"{{ b }}"', "double", "What a is for,\n in two lines"],
      [true, "{{ c }}", "flow", "template"],
      [true, "1.10", "plain", "number 1.10"],
      [true, "0700", "plain", "number 0700"],
      [true, "1.10.0", "plain"],
      [true, "!vault |\n  $ANSIBLE_VAULT", "literal", "!vault"],
      [true, "- x", "block"],
      [true, ">-\n  y", "folded", "of h"],
      [true, "", "empty"],
    ]);
    const parsed = text.replace("c: 1.10", "c: &x 1.10"); // an anchor: no scan
    expect(scanTopLevel(parsed)).toBeUndefined();
    expect(openVarsFile(parsed).entries.get("h")?.documentation).toBe("of h");
  });
});

it("a value is parsed once", () => {
  const entry = openVarsFile("a: [1]\n").entries.get("a");
  expect(entry?.value()).toBe(entry?.value());
});
