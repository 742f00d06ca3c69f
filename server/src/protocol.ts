/**
 * What client and server say to each other beside the language server protocol: names of requests and the shapes of what they carry. Types
 * and constants only, so that the client can import it without bringing the server along. Addresses are URIs, as everywhere in LSP.
 */

export type Uri = string;

export interface PlaceInfo {
  readonly uri: Uri;
  readonly line: number;
  readonly character: number;
  readonly endLine: number;
  readonly endCharacter: number;
}

export interface InventoryInfo {
  /** Its hosts file, or its folder where that decides. What other requests call `inventory`. */
  readonly inventory: Uri;
  /** Path inside the workspace folder. */
  readonly label: string;
  readonly folder: Uri;
  /** Files in the folder that are called as hosts files are. */
  readonly hostsFiles: readonly Uri[];
  readonly workspaceFolder: Uri;
  /** Kubespray's sample as it was shipped. */
  readonly sample: boolean;
  /** The one that questions without an inventory are about. */
  readonly current: boolean;
}

export interface Inventories {
  readonly inventories: readonly InventoryInfo[];
  /** Kubespray trees in the workspace. */
  readonly trees: readonly Uri[];
}

export type StatusState =
  /** Nothing was looked at yet. */
  "indexing" | "no-inventory" | "no-kubespray" | "ready";

export interface Status {
  readonly state: StatusState;
  /** One sentence on why there is no answer, in the user's language. */
  readonly message?: string;
  readonly inventory?: InventoryInfo;
  readonly inventories: number;
  readonly tree?: Uri;
  /** `v2.31.0`; absent where it cannot be told. */
  readonly release?: string;
  /** Without a release: the one whose defaults are most like the tree's. */
  readonly nearest?: string;
  /** Why these rules of Ansible apply. */
  readonly generation?: string;
  readonly hosts: readonly string[];
  readonly groups: readonly string[];
  /** Set where hosts stand in that the inventory does not have: why. */
  readonly imaginary?: string;
  /** amd64, arm64, ... */
  readonly architectures: readonly string[];
}

export type ListKind = "files" | "images";

export interface ListItem {
  readonly kind: "file" | "image";
  /** The URL or image reference as it stands in the list. */
  readonly text: string;
  readonly keys: readonly string[];
  readonly hosts: readonly string[];
  readonly groups: readonly string[];
  readonly architectures: readonly string[];
  /** Host part of the address. */
  readonly registry: string;
  readonly selected: boolean;
  readonly reason: string;
  readonly variable?: string;
  readonly checksum?: string;
  /** Where what decided the text stands. */
  readonly place?: PlaceInfo;
}

export interface ResolvedLists {
  readonly state: StatusState;
  readonly items: readonly ListItem[];
  /** What may be missing, and why. */
  readonly gaps: readonly string[];
}

export interface ListsParams {
  /** Absent: the current one. */
  readonly inventory?: Uri;
  /** Everything that the release can download, enabled or not. */
  readonly all?: boolean;
  readonly host?: string;
  readonly group?: string;
  readonly architecture?: string;
}

export interface ListTextParams extends ListsParams {
  readonly kind: ListKind;
}

export interface NewFile {
  /** Of generated manifests: may name sub-folders. */
  readonly name: string;
  readonly text: string;
  readonly executable?: boolean;
}

export interface GeneratedLists {
  readonly files: readonly NewFile[];
  readonly gaps: readonly string[];
  /** What the folder holds now, against what it would hold. */
  readonly changes: readonly FileChange[];
}

export interface GenerateParams extends ListsParams {
  /** Where they are to be written, so that it can be said what changes. */
  readonly folder: Uri;
}

export interface FileChange {
  readonly name: string;
  readonly uri: Uri;
  readonly existed: boolean;
  readonly lines: number;
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

export interface WriteParams {
  readonly folder: Uri;
  readonly files: readonly NewFile[];
}

export interface Written {
  readonly files: readonly Uri[];
  /** Set where nothing was written: why. */
  readonly error?: string;
}

/** A kind of manifest, in the user's language; what the kinds are the server alone knows. */
export interface ManifestInfo {
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  readonly options: readonly ManifestOptionInfo[];
  /** Below the chosen folder. */
  readonly folder: string;
  /** Where its files belong when that is a place of the inventory's own. */
  readonly home?: Uri;
}

export interface ManifestOptionInfo {
  readonly name: string;
  readonly type: "text" | "list" | "choice" | "flag";
  readonly choices?: readonly { readonly value: string; readonly help: string }[];
  readonly default?: string;
  readonly required: boolean;
  readonly help: string;
  readonly example?: string;
}

/** Answers by the name of the option, which is the same for all kinds. */
export type ManifestAnswers = Readonly<Record<string, string | readonly string[] | boolean>>;

export interface ManifestsParams {
  readonly inventory?: Uri;
}

export interface CheckAnswerParams {
  readonly name: string;
  readonly value: string;
}

export interface GenerateManifestsParams {
  readonly inventory?: Uri;
  readonly kinds: readonly string[];
  /** All into one folder, each kind in its own, with a README and checksums. */
  readonly kit: boolean;
  readonly answers: ManifestAnswers;
  readonly folder: Uri;
}

export interface GeneratedManifests {
  readonly files: readonly NewFile[];
  readonly changes: readonly ManifestChange[];
  /** What the reader has to know, warnings first. */
  readonly notes: readonly string[];
  /** What may be missing. */
  readonly gaps: readonly string[];
  /** Set where nothing could be made: why, and what to do. */
  readonly error?: string;
}

export interface ManifestChange {
  readonly name: string;
  readonly uri: Uri;
  /** `foreign`: something stands there that this program has not made. */
  readonly state: "new" | "unchanged" | "changed" | "foreign";
  readonly gained: number;
  readonly lost: number;
}

export interface ExplainParams {
  /** At a place in a document ... */
  readonly uri?: Uri;
  readonly line?: number;
  readonly character?: number;
  /** ... or by name. */
  readonly variable?: string;
  readonly inventory?: Uri;
  readonly host?: string;
}

export interface Explained {
  readonly variable: string;
  readonly markdown: string;
}

export interface VariableInfo {
  readonly name: string;
  readonly documentation?: string;
}

/** A file of group_vars that is not there yet. */
export interface GroupFile {
  readonly group: string;
  readonly uri: Uri;
  /** How many hosts the group has. */
  readonly hosts: number;
}

export interface SelectInventoryParams {
  /** null: the one of the active document, else the first. */
  readonly inventory: Uri | null;
}

export interface ActiveParams {
  readonly uri: Uri | null;
}

/** Given to `initialize` as initializationOptions. */
export interface InitializationOptions {
  readonly locale?: string;
  readonly inventory?: Uri | null;
}

/** Requests: client to server. */
export const INVENTORIES = "kubespray/inventories";
export const SELECT_INVENTORY = "kubespray/selectInventory";
export const STATUS = "kubespray/status";
export const RESOLVED_LISTS = "kubespray/resolvedLists";
export const LIST_TEXT = "kubespray/listText";
export const GENERATE_LISTS = "kubespray/generateLists";
export const WRITE_LISTS = "kubespray/writeLists";
export const MANIFEST_KINDS = "kubespray/manifestKinds";
export const CHECK_ANSWER = "kubespray/checkAnswer";
export const GENERATE_MANIFESTS = "kubespray/generateManifests";
export const WRITE_MANIFESTS = "kubespray/writeManifests";
export const EXPLAIN = "kubespray/explain";
export const VARIABLES = "kubespray/variables";
export const GROUP_FILES = "kubespray/groupFiles";
/** Notification: client to server. */
export const ACTIVE_DOCUMENT = "kubespray/activeDocument";
/** Notification: client to server, when the cursor has left the line that was typed in last. */
export const LINE_LEFT = "kubespray/lineLeft";
/** Notification: server to client, when answers may have changed; comes after the typing has paused. */
export const CHANGED = "kubespray/changed";
