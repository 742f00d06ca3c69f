import fc from "fast-check";
import { expect, test } from "vitest";
import { redact } from "../../server/src/text/redact";

test.each([
  ["https://user:secret@host/a", "https://***@host/a"],
  ["https://secret@host", "https://***@host"],
  ["https://user:p@ss:w@host:8443/a@b", "https://***@host:8443/a@b"],
  [`https://user:pa'ss"w@host/a`, "https://***@host/a"],
  [`{"url":"https://u:secret@a/b","other":"http://v:secret@c"}`, `{"url":"https://***@a/b","other":"http://***@c"}`],
  ["https://host/path/user@example.com", "https://host/path/user@example.com"],
  ["https://host?user=a@b https://host#a@b", "https://host?user=a@b https://host#a@b"],
  ["'https://host', 'me@host'", "'https://host', 'me@host'"],
])("%s is shown as %s", (text, shown) => expect(redact(text)).toBe(shown));

test("no password is seen, whatever characters of an address it holds", () => {
  const word = fc.stringMatching(/^[!-~]{1,12}$/).filter((text) => !/[/?#]/.test(text));
  fc.assert(
    fc.property(word, word, (user, password) => {
      expect(redact(`get 'https://${user}:${password}@files.example.com/x' failed`)).toBe("get 'https://***@files.example.com/x' failed");
    }),
  );
});
