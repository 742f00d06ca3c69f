/** What importing a template gives: see server/compileTemplate.mjs. */
declare module "*.njk" {
  const template: import("../render").CompiledTemplate;
  export default template;
}
declare module "nunjucks/browser/nunjucks-slim.js" {
  export * from "nunjucks";

  import * as nunjucks from "nunjucks";
  export default nunjucks;
}
