import { afterEach, describe, expect, test, vi } from "vitest";
import { codeLenses, resolveCodeLens } from "../../server/src/features/codeLenses";
import { plansOf } from "../../server/src/features/plans";
import { createMemo } from "../../server/src/files/memo";
import { overlayFileSystem } from "../../server/src/files/overlay";
import { Renderer } from "../../server/src/jinja/evaluate/renderer";
import { openingSteps } from "../../server/src/kubespray/modelFiles";
import { openModel } from "../../server/src/kubespray/openModel";
import { Turns } from "../../server/src/lsp/turns";
import { fixture, INVENTORY, TREE } from "../support/fixture";

/** Work that would keep others waiting comes in steps, none of which does most of it: counted in templates that are rendered, not timed. */

afterEach(() => {
  vi.restoreAllMocks();
});

/** The result, and how many templates each step rendered. */
function steps<T>(work: Iterator<void, T>): { readonly result: T; readonly rendered: readonly number[] } {
  const seen = vi.spyOn(Renderer.prototype, "render");
  const rendered: number[] = [];
  for (;;) {
    const before = seen.mock.calls.length;
    const { done, value } = work.next();
    rendered.push(seen.mock.calls.length - before);
    if (done) {
      seen.mockRestore();
      return { result: value, rendered };
    }
  }
}

function site() {
  const made = fixture("-- file: group_vars/k8s_cluster.yml\nmetrics_server_enabled: false\n");
  const memo = createMemo();
  const options = { fs: made.fs, inventory: `${INVENTORY}/hosts.ini`, kubespray: TREE, memo };
  const variant = (texts: ReadonlyMap<string, string>) => openModel({ ...options, fs: overlayFileSystem(made.fs, texts) });
  return { ...made, options, memo, context: { ...made.context, model: openModel(options), memo, variant } };
}

function inOnePiece(): number {
  const { model } = site().context;
  const seen = vi.spyOn(Renderer.prototype, "render");
  model.plan("node1");
  const { length } = seen.mock.calls;
  seen.mockRestore();
  return length;
}

describe("planning", () => {
  test("a first plan comes item by item and says what a plan says; like hosts and later plans take no more", () => {
    const { context, options } = site();
    const first = steps(context.model.planning("node1"));
    expect(first.rendered.length).toBeGreaterThan(4);
    expect(first.rendered.filter((count) => count > 0).length).toBeGreaterThan(3);
    expect(Math.max(...first.rendered)).toBeLessThan(inOnePiece());
    expect(JSON.stringify(first.result)).toBe(JSON.stringify(site().context.model.plan("node1")));
    context.model.plan("node2");
    expect(steps(context.model.planning("node3")).rendered).toEqual([0]);
    for (let i = 0; i < 4; i++) steps(openModel(options).planning("node1"));
    expect(steps(openModel(options).planning("node1")).rendered.filter((count) => count > 0).length).toBeLessThan(4);
  });

  test("hosts come one by one", () => {
    const { context } = site();
    steps(context.model.planning("node1"));
    const { result, rendered } = steps(plansOf(context.model));
    expect(result.map(({ host }) => host)).toEqual(["node1", "node2", "node3"]);
    expect(rendered.slice(-2)).toEqual([0, 0]); // like the one before
  });
});

test("a lens works out one host at a time, and the other half for the next lens not at all", () => {
  const { context, document } = site();
  const lenses = codeLenses(context, document);
  const [whole, added] = lenses.map(({ data }) => steps(resolveCodeLens(context, document, data)));
  expect([whole?.result?.title, added?.result?.title]).toEqual(["1 file, 5 images for 3 hosts", "would add 1 image"]);
  // Those of the inventory as it is are known.
  const all = added?.rendered ?? [];
  expect(Math.max(...all)).toBeLessThan(all.reduce((sum, count) => sum + count, 0) / 2);
  expect(steps(resolveCodeLens(context, document, lenses[1]?.data ?? { about: "downloads", file: "" })).rendered).toEqual([0]);
});

test("what opening and a look at the table of downloads read is in the memo after the steps", () => {
  const { options } = site();
  const memo = createMemo();
  expect([...openingSteps({ ...options, memo })].length).toBeGreaterThan(3);
  const { size } = memo;
  openModel({ ...options, memo })
    .definitions("node1", "downloads")[0]
    ?.raw();
  // Beside registers of the model's own (templates, plans made, values kept, layers of hosts) and the inventory's one file: nothing of the tree.
  expect(memo.size - size).toBeLessThanOrEqual(5);
});

describe("turns", () => {
  function* counting(reached: number[], to: number): Generator<void, string> {
    for (let i = 0; i < to; i++) {
      reached.push(i);
      yield;
    }
    return "done";
  }
  test("others run whenever some time has passed, and may call it off", async () => {
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => {
      now += 4;
      return now;
    });
    const reached: number[] = [];
    const seen: number[] = [];
    const look = () => {
      seen.push(reached.length);
      if (reached.length < 20) setImmediate(look);
    };
    setImmediate(look);
    expect(await new Turns().run(counting(reached, 20))).toBe("done");
    expect(seen.length).toBeGreaterThan(3);
    const given: number[] = [];
    expect(await new Turns().run(counting(given, 20), () => given.length > 5)).toBeUndefined();
    expect(given.length).toBeLessThan(12);
  });
  test("what takes no time is not interrupted", async () => {
    vi.spyOn(performance, "now").mockReturnValue(0);
    let others = 0;
    const other = () => {
      if (++others < 50) setImmediate(other);
    };
    setImmediate(other);
    expect(await new Turns().run(counting([], 100))).toBe("done");
    expect(others).toBeLessThan(3);
  });

  test("however much there is to do, others wait for one slice; idle work for all other work; a failure costs its own work", async () => {
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => {
      now += 100;
      return now;
    });
    const turns = new Turns();
    const order: string[] = [];
    function* work(name: string): Generator<void, string> {
      for (let i = 0; i < 3; i++) {
        order.push(name);
        yield;
      }
      return name;
    }
    function* failing(): Generator<void> {
      yield;
      throw new Error("broken");
    }
    let rounds = 0;
    const round = () => {
      rounds++;
      order.push("|");
      if (rounds < 20) setImmediate(round);
    };
    setImmediate(round);
    const idle = turns.run(work("idle"), () => false, true);
    const broken = expect(turns.run(failing())).rejects.toThrow("broken");
    expect(await Promise.all([turns.run(work("a")), turns.run(work("b"))])).toEqual(["a", "b"]);
    await broken;
    expect(await idle).toBe("idle");
    expect(order.join(" ").replace(/\|(?: \|)+/g, "|")).toMatch(/^\| a \| b \| a \| b \| a \| b \| idle \| idle \| idle/);
  });
});
