/** Image references as docker reads them, and where each style puts them; the flat names never collide. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  checkProject,
  checkRegistry,
  collisionsOf,
  formatImage,
  type MappingStyle,
  mapImage,
  parseImage,
} from "../../server/src/manifests/imageMapping";

const DIGEST = `sha256:${"a1".repeat(32)}`;

test.each([
  ["nginx", "docker.io", "library/nginx", undefined, undefined],
  ["nginx:1.19", "docker.io", "library/nginx", "1.19", undefined],
  ["docker.io/nginx", "docker.io", "library/nginx", undefined, undefined],
  ["index.docker.io/library/nginx", "docker.io", "library/nginx", undefined, undefined],
  ["calico/node:v1", "docker.io", "calico/node", "v1", undefined],
  ["localhost/a", "localhost", "a", undefined, undefined],
  ["localhost:5000/a:b", "localhost:5000", "a", "b", undefined],
  ["Registry/a", "registry", "a", undefined, undefined],
  ["Registry.Example.com:5000/a/b_c/d__e/f--g:T_1.0-x", "registry.example.com:5000", "a/b_c/d__e/f--g", "T_1.0-x", undefined],
  [`quay.io/a/b@${DIGEST}`, "quay.io", "a/b", undefined, DIGEST],
  [`quay.io/a/b:v1@${DIGEST}`, "quay.io", "a/b", "v1", DIGEST],
  ["[fd00::1]:5000/a:1", "[fd00::1]:5000", "a", "1", undefined],
])("%s", (text, registry, path, tag, digest) => {
  expect(parseImage(text)).toEqual({ registry, path, tag, digest });
});

test.each([
  "",
  "/a",
  "a/",
  "a//b",
  "quay.io/",
  "quay.io/A",
  "a:",
  "a:-x",
  "a: b",
  "a b",
  "a\n",
  "a:1\n",
  "-a",
  "a..b",
  "a___b",
  "a@sha256:12",
  "a@",
  `a@${DIGEST}@${DIGEST}`,
  "http://quay.io/a",
  "quay.io:/a",
  "quay.io:x/a",
  "-x.io/a",
  "{{ x }}/a",
  "界.io/a",
  "a".repeat(2000),
])("%j is no reference", (text) => {
  expect(parseImage(text)).toBeUndefined();
  expect(() => mapImage(text, { style: "strip", registry: "hub.example.com" })).toThrow(RangeError);
});

test.each<[MappingStyle, string, string]>([
  ["strip", "docker.io/calico/node:v1", "hub.example.com/calico/node:v1"],
  ["strip", "nginx", "hub.example.com/library/nginx"],
  ["strip", `quay.io/a/b:v1@${DIGEST}`, `hub.example.com/a/b:v1@${DIGEST}`],
  ["keep", "docker.io/calico/node:v1", "hub.example.com/docker.io/calico/node:v1"],
  ["keep", "localhost:5000/a", "hub.example.com/localhost__5000/a"],
  ["keep", "xn--p1ai.example/a--b", "hub.example.com/xn--p1ai.example/a--b"],
  ["flatten", "docker.io/calico/node:v1", "hub.example.com/docker.io--calico--node:v1"],
  ["flatten", "xn--p1ai.example/a--b/c:v1", "hub.example.com/xn---p1ai.example--a---b--c:v1"],
  ["flatten", "[::1]:5000/a", "hub.example.com/0__1.5000--a"],
  ["harbor", "docker.io/calico/node:v1", "hub.example.com/k8s/calico/node:v1"],
])("%s: %s", (style, image, expected) => {
  expect(mapImage(image, { style, registry: "hub.example.com", project: "k8s" })).toBe(expected);
});

test("what no registry takes is refused", () => {
  expect(() => mapImage(`quay.io/${"a".repeat(250)}`, { style: "keep", registry: "hub.example.com" })).toThrow(/255/);
  expect(() => mapImage("a", { style: "harbor", registry: "hub.example.com" })).toThrow(/project/);
  expect(["hub.example.com", "10.0.0.5:5000", "hub.example.com/team/x", "localhost", "[::1]:5000"].map(checkRegistry)).toEqual(
    Array(5).fill(undefined),
  );
  const bad = [
    "https://hub.example.com",
    "hub",
    "",
    "Hub.example.com",
    "hub.example.com/",
    "hub.example.com:x",
    "hub.example.com:65536",
    "[::1]:0",
    "u:p@hub.example.com",
    "-a.b",
  ];
  expect(bad.filter((text) => checkRegistry(text) === undefined)).toEqual([]);
  expect(["k8s", "my-team_1"].map(checkProject)).toEqual([undefined, undefined]);
  expect(["", "A", "a b", "-a"].filter((text) => checkProject(text) === undefined)).toEqual([]);
});

const part = fc.stringMatching(/^[a-z0-9]{1,2}((\.|_|__|-{1,4})[a-z0-9]{1,2}){0,2}$/);
const registry = fc.stringMatching(/^[a-z0-9](-{1,3}[a-z0-9])?(\.[a-z0-9](-{1,3}[a-z0-9])?){1,2}(:[0-9]{1,2})?$/);
const reference = fc
  .tuple(registry, fc.array(part, { minLength: 1, maxLength: 3 }))
  .map(([host, parts]) => ({ registry: host, path: parts.join("/"), tag: undefined, digest: undefined }));

test("a reference is read back as it was written, and the styles that keep the origin never bring two together", () => {
  fc.assert(
    fc.property(reference, reference, (one, other) => {
      expect(parseImage(formatImage(one))).toEqual(one);
      for (const style of ["keep", "flatten"] as const) {
        const mapping = { style, registry: "hub.example.com" };
        const [a, b] = [mapImage(formatImage(one), mapping), mapImage(formatImage(other), mapping)];
        expect(a === b).toBe(formatImage(one) === formatImage(other));
        expect(parseImage(a)).toBeDefined();
        if (style === "flatten") expect(a.split("/")).toHaveLength(2);
      }
    }),
    { numRuns: 2000 },
  );
});

test("two origins for one place are named", () => {
  const images = ["docker.io/a/b:1", "quay.io/a/b:2", "a/b:3", "quay.io/c:1"];
  expect(collisionsOf(images, { style: "strip", registry: "hub.example.com" })).toEqual([
    { target: "hub.example.com/a/b", origins: ["docker.io/a/b", "quay.io/a/b"] },
  ]);
  expect(collisionsOf(images, { style: "keep", registry: "hub.example.com" })).toEqual([]);
});
