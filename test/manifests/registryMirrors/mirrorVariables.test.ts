/** Which variables of a release carry mirrors, read off its own roles: every full tree that is at hand. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { diskFileSystem } from "../../../server/src/files/disk";
import { memoryFileSystem } from "../../../server/src/files/memory";
import { type MirrorVariable, mirrorVariables } from "../../../server/src/manifests/registryMirrors/mirrorVariables";

const trees = process.env.KUBESPRAY_TREES;

function words(variable: MirrorVariable | undefined): string {
  if (variable === undefined) return "none";
  if (variable.shape === "items") return `${variable.name}: items of ${[...variable.mirrorFields].sort().join(", ")}`;
  return `${variable.name}: ${variable.shape}${variable.insecure ? `; ${variable.insecure.name}: ${variable.insecure.shape}` : ""}`;
}

describe.skipIf(trees === undefined || !existsSync(trees))("every full tree (KUBESPRAY_TREES)", () => {
  test("its variables and their shapes", () => {
    const found = new Map<string, string[]>();
    for (const tag of readdirSync(trees as string)) {
      const root = join(trees as string, tag);
      if (!existsSync(join(root, "roles"))) continue;
      const variables = mirrorVariables(diskFileSystem(), root);
      for (const runtime of ["containerd", "crio", "docker"] as const) {
        const line = words(variables.get(runtime));
        found.set(line, [...(found.get(line) ?? []), tag]);
      }
    }
    expect([...found].map(([line, tags]) => `${line} (${tags.join(" ")})`)).toMatchInlineSnapshot(`
      [
        "containerd_registries_mirrors: items of ca, capabilities, client, header, host, override_path, skip_verify (master v2.29.0 v2.29.1 v2.30.0 v2.31.0)",
        "crio_registries: items of insecure, location (master v2.19.0 v2.19.1 v2.20.0 v2.21.0 v2.22.0 v2.22.1 v2.22.2 v2.23.0 v2.23.1 v2.23.2 v2.23.3 v2.24.0 v2.24.1 v2.24.2 v2.24.3 v2.25.0 v2.25.1 v2.26.0 v2.26.1 v2.27.0 v2.27.1 v2.28.0 v2.28.1 v2.29.0 v2.29.1 v2.30.0 v2.31.0)",
        "docker_registry_mirrors: addresses; docker_insecure_registries: hosts (master v2.16.0 v2.17.0 v2.17.1 v2.18.0 v2.18.1 v2.18.2 v2.19.0 v2.19.1 v2.20.0 v2.21.0 v2.22.0 v2.22.1 v2.22.2 v2.23.0 v2.23.1 v2.23.2 v2.23.3 v2.24.0 v2.24.1 v2.24.2 v2.24.3 v2.25.0 v2.25.1 v2.26.0 v2.26.1 v2.27.0 v2.27.1 v2.28.0 v2.28.1 v2.29.0 v2.29.1 v2.30.0 v2.31.0)",
        "containerd_registries: endpoints (v2.16.0 v2.17.0 v2.17.1)",
        "crio_registries_mirrors: items of insecure, location (v2.16.0 v2.17.0 v2.17.1 v2.18.0 v2.18.1 v2.18.2)",
        "containerd_registries: endpoints; containerd_insecure_registries: hosts (v2.18.0)",
        "containerd_registries: endpoints; containerd_insecure_registries: by-key (v2.18.1 v2.18.2 v2.19.0 v2.19.1)",
        "containerd_registries: endpoints; containerd_insecure_registries: by-value (v2.20.0 v2.21.0)",
        "containerd_registries: endpoints; containerd_insecure_registries: by-value-host (v2.22.0 v2.22.1 v2.22.2)",
        "containerd_registries_mirrors: items of capabilities, host, skip_verify (v2.23.0 v2.23.1 v2.23.2 v2.23.3)",
        "containerd_registries_mirrors: items of capabilities, host, override_path, skip_verify (v2.24.0 v2.24.1 v2.24.2 v2.24.3 v2.25.0 v2.25.1 v2.26.0 v2.26.1 v2.27.0 v2.27.1)",
        "containerd_registries_mirrors: items of ca, capabilities, client, host, override_path, skip_verify (v2.28.0 v2.28.1)",
      ]
    `);
  });
});

test("a tree trimmed to its variables says it by its defaults", () => {
  const of = (defaults: string) =>
    words(
      mirrorVariables(memoryFileSystem({ "/k/roles/container-engine/containerd/defaults/main.yml": defaults }), "/k").get("containerd"),
    );
  const items = "registries: [{prefix: docker.io, mirrors: [{host: https://a.io, capabilities: [pull]}]}]\n";
  expect(of(`old_registries: {docker.io: https://a.io}\n${items}`)).toBe("registries: items of capabilities, host");
  expect(of("others: {a: https://b}\nold_registries: {docker.io: https://a.io}\n")).toBe("old_registries: endpoints");
  expect(of("old_registries: {}\nregistries: []\n")).toBe("none");
  expect(of("a: [")).toBe("none");
});
