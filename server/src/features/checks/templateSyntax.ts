import { span } from "../../text/span";
import { documentSpan, type TemplateAt } from "../templates";
import { translated } from "../wording/translated";
import type { Check, CheckContext, Finding } from "./check";
import type { Setting } from "./settings";
import { templateSettings } from "./templateSettings";

/** A template that Jinja2 refuses: Ansible says so in the middle of a run, when it first needs the value, and seldom where. */
export const templateSyntax: Check = {
  code: "template-syntax",
  severity: "error",
  title: { en: "A template that cannot be read", zh: "无法解析的模板" },
  summary: {
    en: "A template with a syntax error: the run stops where the value is first needed.",
    zh: "模板存在语法错误：部署会在首次用到该值时中止。",
  },
  run,
};

function* run(context: CheckContext): Iterable<Finding | undefined> {
  const templates = yield* templateSettings(context);
  for (const { setting, template } of templates) {
    // What comes after the first one is often a consequence of it.
    const [problem] = template.problems;
    if (problem?.code === "jinja-syntax") yield finding(setting, template, problem.message, problem.span);
  }
}

function finding({ file, variable }: Setting, template: TemplateAt, message: string, at = template.template.span): Finding {
  // An error at the end is shown on what is there.
  const shown = at.end > at.start ? at : span(Math.max(0, at.start - 1), at.start);
  const inDocument = documentSpan(template, shown);
  return {
    file: file.document.path,
    span: inDocument.end > inDocument.start ? inDocument : variable.valueSpan,
    subject: variable.name,
    message: {
      en: `Jinja2 cannot read this template: ${ended(message, ".")} Kubespray stops where it needs ${variable.name}.`,
      zh: `Jinja2 无法解析此模板：${ended(translated(message, "zh-cn"), "。")}kubespray 用到 ${variable.name} 时会中止。`,
    },
  };
}

function ended(sentence: string, stop: string): string {
  return `${sentence.replace(/[.。]$/, "")}${stop}`;
}
