import { describe, expect, test } from "vitest";
import { findings } from "../../support/checked";

const CODE = ["empty-group"];

describe("must be found", () => {
  test.each([
    [
      "[kube_control_plane]\n[kube_node]\nnode1",
      ["hosts.ini:1 error empty-group: No host is in kube_control_plane: kubespray cannot start a control plane."],
    ],
    [
      "[kube_node]\nnode1",
      ["hosts.ini:1 error empty-group: There is no group kube_control_plane: kubespray cannot start a control plane without a host in it."],
    ],
  ])("%j", (hosts, expected) => expect(findings(`-- file: hosts.ini\n${hosts}\n`, CODE)).toEqual(expected));
});

describe("must not be found", () => {
  test.each([
    ["[kube_control_plane]\nnode1"],
    ["[kube_control_plane:children]\nmasters\n[masters]\nnode1"],
    ["[web]\nnode1"],
    ["# nothing yet"],
    ["[kube_control_plane]\n[kube_node]"],
    ["# kubespray: ignore empty-group\n[kube_control_plane]\n[kube_node]\nnode1"],
    ["[kube_control_plane] # kubespray: ignore empty-group\n[kube_node]\nnode1"],
    ["# kubespray: ignore-file\n[kube_control_plane]\n[kube_node]\nnode1"],
  ])("%j", (hosts) => expect(findings(`-- file: hosts.ini\n${hosts}\n`, CODE)).toEqual([]));

  test("a comment about another code ignores nothing", () => {
    expect(findings("-- file: hosts.ini\n# kubespray: ignore other-code\n[kube_control_plane]\n[kube_node]\nnode1\n", CODE)).toHaveLength(
      1,
    );
  });

  test("switched off, or of another severity", () => {
    const text = "-- file: hosts.ini\n[kube_control_plane]\n[kube_node]\nnode1\n";
    expect(findings(text, CODE, { severities: { "empty-group": "off" } })).toEqual([]);
    expect(findings(text, CODE, { severities: { "empty-group": "hint" } })[0]).toContain("hint empty-group");
  });
});
