/** Text that Python's ast.literal_eval (with JSON's names) reads as a value, and text that it leaves alone. Answers are Python 3.11's. */
import { expect, it } from "vitest";
import { Budget } from "../../server/src/python/budget";
import { Failure } from "../../server/src/python/failure";
import { parseLiteral } from "../../server/src/python/literal";
import { repr } from "../../server/src/python/text";

/** `text`: no literal. `error`, `unknown`: a failure. */
it.each([
  ["[1, -2, +3, 0x1f, 0o7, 0b1, 1_000]", "[1, -2, 3, 31, 7, 1, 1000]"],
  ["[1., .5, 1e3, -0.0, 1e400]", "[1.0, 0.5, 1000.0, -0.0, inf]"],
  ["[true, False, null, None]", "[True, False, None, None]"],
  ["{'a': 1, 'a': 2, 1: 'x', True: 'y'}", "{'a': 2, 1: 'y'}"],
  ["{1, 2, 1}", "{1, 2}"],
  ["[(), (1), (1,), (1, 2), set()]", "[(), 1, (1,), (1, 2), set()]"],
  ["['a' \"b\", r'\\d', u'y', b'x', '''m\nn''']", "['ab', '\\\\d', 'y', b'x', 'm\\nn']"],
  ["['\\x41\\u00e9\\n\\q']", "['Aé\\n\\\\q']"],
  ["[1, # comment\n 2,\n]\n\n", "[1, 2]"],
  ["[1], [2]", "([1], [2])"],
  ["[1] # c", "[1]"],
  ["[]\n ", "text"], // an indentation that Python does not expect
  ["[01]", "text"],
  ["[1 2]", "text"],
  ["[1, 2", "text"],
  ["[a]", "text"],
  ["[--1]", "text"],
  ["[-True]", "text"],
  ["[,]", "text"],
  ["[f'a']", "text"],
  ["['\\xZ']", "text"],
  ["{1: 2, 3}", "text"],
  ["{**a}", "text"],
  ["[*a]", "text"],
  ["[1]\n[2]", "text"],
  ["[1];", "text"],
  ["['a\nb']", "text"],
  [`${"[".repeat(201)}${"]".repeat(201)}`, "text"],
  ["{[1]: 2}", "error"],
  ["{{}}", "error"],
  ["[1+2j]", "unknown"],
  ["[...]", "unknown"],
])("%j is %s", (text, expected) => {
  let got: string;
  try {
    const value = parseLiteral(text, new Budget());
    got = value === undefined ? "text" : repr(value);
  } catch (error) {
    got = error instanceof Failure ? error.kind : String(error);
  }
  expect(got).toBe(expected);
});
