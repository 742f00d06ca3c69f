import * as vscode from "vscode";
import { CHECK_ANSWER, type CheckAnswerParams, type ManifestAnswers, type ManifestOptionInfo } from "../../../server/src/protocol";
import type { Server } from "../client";
import { hideCredentials } from "../views/hideCredentials";

/**
 * The options of manifests, asked for: first what is needed and was never answered, one after the other; then all of them in one list,
 * with what will be taken, to be changed or not. Answers are kept for the next time, but for those that hold a password.
 */
export interface Questions {
  readonly server: Server;
  readonly memory: vscode.Memento;
  readonly title: string;
  readonly options: readonly ManifestOptionInfo[];
}

type Answer = ManifestAnswers[string];

/** workspaceState: answers by the name of the option. */
const ANSWERS = "kubesprayInventory.answers";

/** Undefined where the user gives up. */
export async function askForAnswers(questions: Questions): Promise<ManifestAnswers | undefined> {
  const { memory, options } = questions;
  const remembered = memory.get<ManifestAnswers>(ANSWERS) ?? {};
  const answers = new Map<string, Answer>();
  for (const { name } of options) {
    const answer = remembered[name];
    if (answer !== undefined) answers.set(name, answer);
  }
  const needed = options.filter(({ name, required }) => required && !answers.has(name));
  for (let i = 0; i < needed.length; ) {
    const option = needed[i] as ManifestOptionInfo;
    const answer = await ask(questions, option, answers.get(option.name), { step: i + 1, of: needed.length });
    if (answer === undefined || (answer === "back" && i === 0)) return undefined;
    if (answer === "back") i--;
    else {
      answers.set(option.name, answer.value);
      i++;
    }
  }
  if (options.length > needed.length && !(await review(questions, answers))) return undefined;
  const given = Object.fromEntries(answers);
  const keep = Object.entries(given).filter(([, answer]) => !hasCredentials(answer));
  await memory.update(ANSWERS, { ...without(remembered, options), ...Object.fromEntries(keep) });
  return given;
}

/** All options with what will be taken; true when the user goes on. */
async function review(questions: Questions, answers: Map<string, Answer>): Promise<boolean> {
  const { title, options } = questions;
  let last: string | undefined;
  for (;;) {
    const go = { label: vscode.l10n.t("Generate"), iconPath: new vscode.ThemeIcon("play"), option: undefined };
    const rows = options.map((option) => ({
      label: option.name,
      description: shown(option, answers.get(option.name)),
      detail: option.help,
      iconPath: new vscode.ThemeIcon(answers.has(option.name) ? "edit" : "dash"),
      option,
    }));
    const active = rows.find(({ label }) => label === last);
    const picked = await pick([go, ...rows], active ?? go, {
      title,
      placeholder: vscode.l10n.t("Enter generates; choose an option to change it"),
    });
    if (picked === undefined || picked === "back") return false;
    const { option } = picked;
    if (option === undefined) return true;
    last = option.name;
    if (option.type === "flag") {
      if (answers.get(option.name) === true) answers.delete(option.name);
      else answers.set(option.name, true);
      continue;
    }
    const answer = await ask(questions, option, answers.get(option.name));
    if (answer === undefined) return false;
    if (answer === "back") continue;
    if (answer.value === "" || (Array.isArray(answer.value) && answer.value.length === 0)) answers.delete(option.name);
    else answers.set(option.name, answer.value);
  }
}

function shown(option: ManifestOptionInfo, answer: Answer | undefined): string {
  if (option.type === "flag") return answer === true ? vscode.l10n.t("yes") : vscode.l10n.t("no");
  const value = typeof answer === "string" ? answer : Array.isArray(answer) ? answer.join(", ") : (option.default ?? "");
  return hideCredentials(value);
}

/** undefined: given up. */
type Asked = { readonly value: Answer } | "back" | undefined;

interface Step {
  readonly step: number;
  readonly of: number;
}

async function ask(questions: Questions, option: ManifestOptionInfo, before: Answer | undefined, step?: Step): Promise<Asked> {
  if (option.choices) {
    const current = typeof before === "string" ? before : option.default;
    const picks = option.choices.map(({ value, help }) => ({ label: value, detail: help }));
    const active = picks.find(({ label }) => label === current);
    const picked = await pick(picks, active, { title: questions.title, placeholder: option.help, back: true, ...step });
    return picked === undefined || picked === "back" ? picked : { value: picked.label };
  }
  return type(questions, option, before, step);
}

/** A line of text; several values are separated by commas. What is wrong with it is said while it is typed. */
function type({ server, title }: Questions, option: ManifestOptionInfo, before: Answer | undefined, step?: Step): Promise<Asked> {
  const input = vscode.window.createInputBox();
  const several = option.type === "list";
  input.title = title;
  input.prompt = several ? vscode.l10n.t("{0} (several: separated by commas)", option.help) : option.help;
  input.placeholder = option.example ?? "";
  input.value = typeof before === "string" ? before : Array.isArray(before) ? before.join(", ") : (option.default ?? "");
  input.ignoreFocusOut = true;
  input.buttons = [vscode.QuickInputButtons.Back];
  if (step) {
    input.step = step.step;
    input.totalSteps = step.of;
  }
  const valuesOf = (text: string) =>
    (several ? text.split(",") : [text]).map((one) => one.trim()).filter((one) => one !== "" || (!several && option.required));
  const fault = async (text: string) => {
    for (const value of valuesOf(text)) {
      const params: CheckAnswerParams = { name: option.name, value };
      const wrong = await server.request<string | null>(CHECK_ANSWER, params);
      if (wrong !== null) return wrong;
    }
    return undefined;
  };
  return new Promise((done) => {
    input.onDidChangeValue(async (text) => {
      const wrong = await fault(text);
      if (input.value === text) input.validationMessage = wrong;
    });
    input.onDidAccept(async () => {
      const text = input.value;
      const wrong = await fault(text);
      if (wrong !== undefined) {
        input.validationMessage = wrong;
        return;
      }
      done({ value: several ? valuesOf(text) : text.trim() });
      input.hide();
    });
    showUntilDone(input, done);
  });
}

interface PickOptions extends Partial<Step> {
  readonly title: string;
  readonly placeholder: string;
  readonly back?: boolean;
}

function pick<T extends vscode.QuickPickItem>(
  items: readonly T[],
  active: T | undefined,
  options: PickOptions,
): Promise<T | "back" | undefined> {
  const input = vscode.window.createQuickPick<T>();
  input.title = options.title;
  input.placeholder = options.placeholder;
  input.items = items;
  input.ignoreFocusOut = true;
  input.matchOnDetail = true;
  if (active) input.activeItems = [active];
  if (options.back) input.buttons = [vscode.QuickInputButtons.Back];
  if (options.step !== undefined) {
    input.step = options.step;
    input.totalSteps = options.of;
  }
  return new Promise((done) => {
    input.onDidAccept(() => {
      const [picked] = input.selectedItems;
      if (!picked) return;
      done(picked);
      input.hide();
    });
    showUntilDone(input, done);
  });
}

function hasCredentials(answer: Answer): boolean {
  const texts = typeof answer === "boolean" ? [] : typeof answer === "string" ? [answer] : answer;
  return texts.some((text) => hideCredentials(text) !== text);
}

function without(answers: ManifestAnswers, options: readonly ManifestOptionInfo[]): ManifestAnswers {
  return Object.fromEntries(Object.entries(answers).filter(([name]) => !options.some((option) => option.name === name)));
}

/** Back, giving up, and the input itself. What was accepted is told before the input is hidden. */
function showUntilDone(input: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox, done: (answer: "back" | undefined) => void): void {
  input.onDidTriggerButton(() => {
    done("back");
    input.hide();
  });
  input.onDidHide(() => {
    done(undefined);
    input.dispose();
  });
  input.show();
}
