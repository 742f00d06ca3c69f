import type { FilePath } from "../../files/fileSystem";
import type { Memo } from "../../files/memo";
import type { Generation } from "../../jinja/context";
import { openVarsFile, type VarsFile } from "../../yaml/varsFile";

/** A file of variables, opened once for the model and for the editor's look at the document. */
export function openedVarsFile(memo: Memo, file: FilePath, text: string, generation: Generation): VarsFile {
  return memo.of(`vars-file ${generation}`, file, text, () => openVarsFile(text, { generation }));
}
