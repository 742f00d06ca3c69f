/** What the program says of itself, and how it takes mistakes on the command line. */
import { describe, expect, test } from "vitest";
import { runCli } from "../support/cli";

const ESCAPE = "\u001b";
const COMMANDS = ["lists", "generate", "explain", "vars", "downloads"];

describe("help", () => {
  test("the program's help names every command, every exit code and the shared options", () => {
    const { status, stdout, stderr } = runCli(["--help"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    for (const word of [...COMMANDS, "--kubespray", "--inventory", "--facts", "--extra-vars", "Exit codes"]) expect(stdout).toContain(word);
    expect(runCli(["help"]).stdout).toBe(stdout);
  });

  test.each(COMMANDS)("%s --help, -h and help %s say the same and read nothing", (name) => {
    const { status, stdout, stderr } = runCli([name, "--help"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain(`kubespray-inventory ${name}`);
    expect(stdout).toContain("--inventory");
    expect(runCli([name, "-h"]).stdout).toBe(stdout);
    expect(runCli(["help", name]).stdout).toBe(stdout);
  });

  test("--version", () =>
    expect(runCli(["--version"])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^kubespray-inventory \d+\.\d+\.\d+\n$/) }));

  test("no argument at all: the help, as a mistake", () =>
    expect(runCli([])).toMatchObject({ status: 1, stdout: "", stderr: expect.stringContaining("lists") }));
});

describe("mistakes", () => {
  test.each([
    [["list"], "There is no command list.", "Did you mean lists?"],
    [["lists", "--al"], "There is no option --al.", "--all"],
    [["lists", "--inventry", "x"], "There is no option --inventry.", "Did you mean --inventory?"],
    [["lists", "--out"], "--out", ""],
    [["lists", "--format", "xml"], "--format xml", "text, json, csv"],
    [["lists", "extra"], "extra", ""],
    [["explain"], "one variable", "explain kube_version"],
    [["lists", "--inventory", ""], "--inventory is empty", ""],
    [["lists", "--inventory", "a", "-i", "b"], "--inventory takes one value, not a and b.", "into one folder"],
    [["generate", "sbom", "--out", "a", "--arch", "x", "--out", "b"], "--out takes one value, not a and b.", "--help"],
    [["lists", "--arch", "amd64", "--architecture", "arm64"], "--arch takes one value, not amd64 and arm64.", ""],
    [["lists", "-i", "-a"], "--inventory has no value.", "--inventory=-VALUE"],
    [["lists", "--out", ""], "--out is empty", ""],
    [["check", "--out", ""], "--out is empty", ""],
    [["check", "--write-baseline", ""], "--write-baseline is empty", ""],
    [["check", "--baseline="], "--baseline is empty", ""],
    [["vars", "-e", "novalue"], "novalue is no KEY=VALUE", ""],
    [["vars", "-e", "/some/file"], "looks like a file", "-e @/some/file"],
    [["vars", "-e", "@absent.yml"], "there is no such file", ""],
    [["vars", "-e", "[1, 2]"], "no mapping", ""],
    [["vars", "-e", "{a: [}"], "-e {a: [}", ""],
  ])("%j", (args, message, remedy) => {
    const { status, stdout, stderr } = runCli(args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toContain(remedy);
    expect(stderr).not.toContain("    at ");
  });
});

describe("colour", () => {
  test("none where output is piped", () => expect(runCli(["--help"]).stdout).not.toContain(ESCAPE));
  test("FORCE_COLOR asks for it", () => expect(runCli(["--help"], { env: { FORCE_COLOR: "1" } }).stdout).toContain(ESCAPE));
  test("FORCE_COLOR=0 and NO_COLOR refuse it", () => {
    expect(runCli(["--help"], { env: { FORCE_COLOR: "0" } }).stdout).not.toContain(ESCAPE);
    expect(runCli(["--help"], { env: { NO_COLOR: "1" } }).stdout).not.toContain(ESCAPE);
  });
});
