/** JSON text to Python values: order of keys, integers and floats kept apart, as Python's json.loads reads what json.dumps wrote. */
import { PyDict, type Value } from "../../server/src/python/values";

export function parsePyJson(text: string): Value {
  let at = 0;
  const skip = () => {
    while (/\s/.test(text[at] ?? "x")) at++;
  };
  const read = (): Value => {
    skip();
    const c = text[at];
    if (c === "{") return readObject();
    if (c === "[") return readArray();
    if (c === '"') return readString();
    const word = /[^\s,\]}]+/y;
    word.lastIndex = at;
    const token = word.exec(text)?.[0] ?? "";
    at += token.length;
    if (token === "null") return null;
    if (token === "true") return true;
    if (token === "false") return false;
    return /^-?\d+$/.test(token) ? BigInt(token) : Number(token);
  };
  const readString = (): string => {
    const string = /"(?:[^"\\]|\\.)*"/y;
    string.lastIndex = at;
    const token = string.exec(text)?.[0];
    if (token === undefined) throw new Error(`bad JSON string at ${at}`);
    at += token.length;
    return JSON.parse(token) as string;
  };
  const readArray = (): Value => {
    const items: Value[] = [];
    at++;
    for (skip(); text[at] !== "]"; skip()) {
      items.push(read());
      skip();
      if (text[at] === ",") at++;
    }
    at++;
    return items;
  };
  const readObject = (): Value => {
    const dict = new PyDict();
    at++;
    for (skip(); text[at] !== "}"; skip()) {
      const key = readString();
      skip();
      at++; // the colon
      dict.set(key, read());
      skip();
      if (text[at] === ",") at++;
    }
    at++;
    return dict;
  };
  return read();
}
