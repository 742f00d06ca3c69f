/** Writes a value of ours the way that the oracle writes Ansible's, so that the two texts can be compared letter by letter. */
import { createHash } from "node:crypto";
import { toJson } from "../../server/src/python/json";
import { str } from "../../server/src/python/text";
import { PyBytes, PyDate, PyDict, PySet, PyTuple, PyView, TaggedText, typeName, type Value } from "../../server/src/python/values";

const ELIDE_BYTES = 4000;

export interface Placeholders {
  readonly inventoryFolder: string;
  readonly kubespray: string;
  readonly playbooks?: string;
}

/** Compact JSON of `value`; over 4,000 bytes the mark of an elided value with its hash, as in ../shared/kubespray/README.md. */
export function oracleJson(value: Value, places: Placeholders, elide = true): string {
  const marked = mark(value);
  const text = toJson(marked);
  const bytes = Buffer.byteLength(text);
  if (elide && bytes > ELIDE_BYTES) {
    const sha256 = createHash("sha256").update(text).digest("hex");
    return toJson(
      new PyDict([
        ["__elided__", true],
        ["sha256", sha256],
        ["bytes", BigInt(bytes)],
      ]),
    );
  }
  return scrub(text, places);
}

/** What JSON cannot say is marked as the oracle marks it. */
function mark(value: Value): Value {
  if (typeof value === "number" && !Number.isFinite(value)) return typed("float", str(value));
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(mark);
  if (value instanceof PyTuple) return value.items.map(mark);
  if (value instanceof PyDict) return new PyDict([...value.entries()].map(([key, item]) => [markKey(key), mark(item)] as const));
  if (value instanceof PyView) return typed(typeName(value), str(value));
  if (value instanceof PySet) return typed("set", [...value.values()].map(str).sort());
  if (value instanceof PyDate) return typed(value.kind, value.iso);
  if (value instanceof PyBytes) return typed("bytes", Buffer.from(value.bytes).toString("latin1"));
  if (value instanceof TaggedText) return value.text;
  return typed(typeName(value), str(value));
}

function markKey(key: Value): string {
  return typeof key === "string" ? key : `__key__:${typeName(key)}:${str(key)}`;
}

function typed(type: string, value: Value): PyDict {
  return new PyDict([
    ["__type__", type],
    ["value", value],
  ]);
}

function scrub(text: string, places: Placeholders): string {
  return text
    .replaceAll(places.inventoryFolder, "<inventory_dir>")
    .replaceAll(places.playbooks ?? "\0", "<playbook_dir>")
    .replaceAll(places.kubespray, "<kubespray>")
    .replaceAll(/__omit_place_holder__[0-9a-f]*/g, "<omit>");
}
