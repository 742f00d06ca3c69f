import { useUndefined } from "../../../python/convert";
import { fail, unknown } from "../../../python/failure";
import { str } from "../../../python/text";
import { PyBytes, TaggedText, Undefined, type Value } from "../../../python/values";
import type { Filter } from "../../context";
import { filter } from "../signature";
import { md5 } from "./md5";
import { sha1, sha224, sha256, sha384, sha512 } from "./sha";

/** `hash`, `md5`, `sha1`, `checksum`, `to_uuid`, `b64encode`, `b64decode`. Sources: ansible filter/core.py, ansible/utils/hashing.py. */
export const digestFilters: Readonly<Record<string, Filter>> = {
  hash: filter("get_hash", [["hashtype", "sha1"]], (context, value, type) => {
    const name = typeof type === "string" ? type.toLowerCase() : str(type);
    const digest = DIGESTS.get(name.replace(/^sha-/, "sha"));
    if (!digest) {
      if (OTHER_DIGESTS.has(name)) return unknown(`The hash ${name} is not computed here.`, "hash");
      return fail(`unsupported hash type ${str(type)}`);
    }
    const bytes = textBytes(value);
    context.budget.step(bytes.length >> 2);
    return hex(digest(bytes));
  }),
  md5: digestOf(md5),
  sha1: digestOf(sha1),
  checksum: digestOf(sha1),
  to_uuid: filter("to_uuid", [["namespace", "361E6D51-FAEC-444A-9079-341386DA8E2E"]], (context, value, namespace) => {
    const digits =
      typeof namespace === "string"
        ? namespace
            .replace("urn:", "")
            .replace("uuid:", "")
            .replace(/^[{}]+|[{}]+$/g, "")
            .replaceAll("-", "")
        : "";
    if (!/^[0-9a-fA-F]{32}$/.test(digits)) {
      return fail(`Invalid value '${str(namespace)}' for 'namespace': badly formed hexadecimal UUID string`);
    }
    const space = Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16));
    const name = textBytes(value);
    context.budget.step(name.length);
    const bytes = sha1(Uint8Array.from([...space, ...name])).slice(0, 16);
    bytes[6] = ((bytes[6] as number) & 0x0f) | 0x50;
    bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
    return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }),
  b64encode: (context, input, args) => {
    const extra: [string, Value][] = context.generation === "native" ? [["urlsafe", false]] : [];
    return filter("b64encode", [["encoding", "utf-8"], ...extra], (_context, value, encoding, urlSafe = false) => {
      context.budget.allocate(str(value).length * 2);
      const text = toBase64(encode(value, encoding));
      return urlSafe === true ? text.replaceAll("+", "-").replaceAll("/", "_") : text;
    })(context, input, args);
  },
  b64decode: (context, input, args) => {
    const extra: [string, Value][] = context.generation === "native" ? [["urlsafe", false]] : [];
    return filter("b64decode", [["encoding", "utf-8"], ...extra], (_context, value, encoding, urlSafe = false) => {
      const text = str(value);
      context.budget.allocate(text.length);
      return decode(fromBase64(urlSafe === true ? text.replaceAll("-", "+").replaceAll("_", "/") : text), encoding);
    })(context, input, args);
  },
};

type Digest = (bytes: Uint8Array) => Uint8Array;

const DIGESTS: ReadonlyMap<string, Digest> = new Map<string, Digest>([
  ["md5", md5],
  ["sha1", sha1],
  ["sha224", sha224],
  ["sha256", sha256],
  ["sha384", sha384],
  ["sha512", sha512],
]);

/** What OpenSSL commonly has besides. */
const OTHER_DIGESTS: ReadonlySet<string> = new Set(
  "blake2b blake2s md5-sha1 ripemd160 sha3_224 sha3_256 sha3_384 sha3_512 sha3-224 sha3-256 sha3-384 sha3-512 sha512_224 sha512_256 sha512-224 sha512-256 shake_128 shake_256 sm3 whirlpool".split(
    " ",
  ),
);

function digestOf(digest: Digest): Filter {
  return filter("secure_hash_s", [], (context, value) => {
    const bytes = textBytes(value);
    context.budget.step(bytes.length >> 2);
    return hex(digest(bytes));
  });
}

/** ansible's to_bytes: text as UTF-8, anything else by its str(). */
function textBytes(value: Value): Uint8Array {
  if (value instanceof Undefined) useUndefined(value);
  return value instanceof PyBytes ? value.bytes : new TextEncoder().encode(value instanceof TaggedText ? value.text : str(value));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

type Encoding = "utf-8" | "utf-16-le" | "utf-16-be" | "latin-1" | "ascii";

function encodingOf(name: Value): Encoding {
  const known = typeof name === "string" ? ENCODINGS.get(name.toLowerCase().replaceAll("_", "-")) : undefined;
  return known ?? unknown(`The encoding ${str(name)} is not known here.`, "encoding");
}

const ENCODINGS: ReadonlyMap<string, Encoding> = new Map<string, Encoding>([
  ["utf-8", "utf-8"],
  ["utf8", "utf-8"],
  ["utf-16-le", "utf-16-le"],
  ["utf-16le", "utf-16-le"],
  ["utf-16-be", "utf-16-be"],
  ["utf-16be", "utf-16-be"],
  ["latin-1", "latin-1"],
  ["latin1", "latin-1"],
  ["iso-8859-1", "latin-1"],
  ["ascii", "ascii"],
  ["us-ascii", "ascii"],
]);

function encode(value: Value, name: Value): Uint8Array {
  const encoding = encodingOf(name);
  if (encoding === "utf-8" || value instanceof PyBytes) return textBytes(value);
  const text = str(value);
  if (encoding === "utf-16-le" || encoding === "utf-16-be") {
    const low = encoding === "utf-16-le";
    const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
    return Uint8Array.from(units.flatMap((unit) => (low ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255])));
  }
  const limit = encoding === "ascii" ? 128 : 256;
  return Uint8Array.from(text, (c) =>
    c.charCodeAt(0) < limit && c.length === 1 ? c.charCodeAt(0) : fail(`'${encoding}' codec can't encode character`),
  );
}

function decode(bytes: Uint8Array, name: Value): string {
  const encoding = encodingOf(name);
  if (encoding === "latin-1" || encoding === "ascii") {
    if (encoding === "ascii" && bytes.some((byte) => byte > 127)) unknown("Bytes that are not text are not kept here.", "encoding");
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  }
  try {
    const label = encoding === "utf-16-be" ? "utf-16be" : encoding === "utf-16-le" ? "utf-16le" : "utf-8";
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Ansible keeps what is not text as lone surrogates, which nothing can use later.
    return unknown("Bytes that are not text are not kept here.", "encoding");
  }
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function toBase64(bytes: Uint8Array): string {
  let out = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i] as number, bytes[i + 1], bytes[i + 2]];
    const word = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    out += (ALPHABET[word >> 18] as string) + ALPHABET[(word >> 12) & 63];
    out += b === undefined ? "==" : (ALPHABET[(word >> 6) & 63] as string) + (c === undefined ? "=" : ALPHABET[word & 63]);
  }
  return out;
}

/** base64.b64decode, not strict: characters outside the alphabet are skipped (CPython, binascii.a2b_base64). */
function fromBase64(text: string): Uint8Array {
  const out: number[] = [];
  let [word, count, pads] = [0, 0, 0];
  for (const c of text) {
    if (c.charCodeAt(0) > 127) fail("string argument should contain only ASCII characters");
    if (c === "=") {
      if (count >= 2 && ++pads + count >= 4) return Uint8Array.from(out);
      continue;
    }
    const digit = ALPHABET.indexOf(c);
    if (digit < 0) continue;
    pads = 0;
    word = ((word << 6) | digit) & 0xffffff;
    count = (count + 1) % 4;
    if (count === 2) out.push((word >> 4) & 255);
    else if (count === 3) out.push((word >> 2) & 255);
    else if (count === 0) out.push(word & 255);
  }
  if (count === 1) {
    const total = Math.floor(out.length / 3) * 4 + 1;
    return fail(`Invalid base64-encoded string: number of data characters (${total}) cannot be 1 more than a multiple of 4`);
  }
  return count === 0 ? Uint8Array.from(out) : fail("Incorrect padding");
}
