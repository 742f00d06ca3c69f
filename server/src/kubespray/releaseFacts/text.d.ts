/** Data files that come along as one text. */
declare module "*.txt" {
  const text: string;
  export default text;
}
