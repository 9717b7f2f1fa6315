// A small but real journal: canonical entries, RFC 6962 tree, Ed25519-signed C2SP checkpoints.
import { createHash, createHmac, createPrivateKey, createPublicKey, randomBytes, sign } from "node:crypto";
import { iso, now } from "./clock.mjs";

const sha = (...parts) => parts.reduce((h, p) => h.update(p), createHash("sha256")).digest();
const leafOf = (bytes) => sha(Buffer.from([0]), bytes);
const nodeOf = (l, r) => sha(Buffer.from([1]), l, r);

export function canonical(v) {
  if (Array.isArray(v)) return `[${v.map(canonical).join(",")}]`;
  if (v && typeof v === "object") return `{${Object.keys(v).sort().map((k) => `${JSON.stringify(k)}:${canonical(v[k])}`).join(",")}}`;
  return JSON.stringify(v);
}

export function uuid7(ms = now()) {
  const b = randomBytes(16);
  b.writeUIntBE(ms, 0, 6);
  b[6] = (b[6] & 0x0f) | 0x70;
  b[8] = (b[8] & 0x3f) | 0x80;
  const h = b.toString("hex");
  return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join("-");
}

const split = (n) => 2 ** Math.floor(Math.log2(n - 1));
function root(leaves) {
  if (leaves.length === 1) return leaves[0];
  const k = split(leaves.length);
  return nodeOf(root(leaves.slice(0, k)), root(leaves.slice(k)));
}
function path(index, leaves) {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return index < k
    ? [...path(index, leaves.slice(0, k)), root(leaves.slice(k))]
    : [...path(index - k, leaves.slice(k)), root(leaves.slice(0, k))];
}

export class Log {
  constructor(organisation) {
    this.organisation = organisation;
    this.origin = `nut-truong-khe.example/${organisation}`;
    const seed = sha("mock key", organisation);
    this.key = createPrivateKey({ key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]), format: "der", type: "pkcs8" });
    const raw = createPublicKey(this.key).export({ format: "der", type: "spki" }).subarray(-32);
    const typed = Buffer.concat([Buffer.from([1]), raw]);
    this.keyHash = sha(`${this.origin}\n`, typed).subarray(0, 4);
    this.vkey = `${this.origin}+${this.keyHash.toString("hex")}+${typed.toString("base64")}`;
    this.rows = [];
  }
  append({ id, kind, subject, held, recordedAt = now(), source = "screens", actor, answers = [], grade = null, facts, hidden = {} }) {
    const entryId = id ?? uuid7(recordedAt);
    const salts = {};
    const commitments = {};
    for (const [field, value] of Object.entries(hidden)) {
      salts[field] = randomBytes(32);
      commitments[field] = createHmac("sha256", salts[field]).update(`thongsuot/commit/v1\0${entryId}\0${field}\0${canonical(value)}`).digest("hex");
    }
    const at = iso(recordedAt);
    const entry = { v: 1, id: entryId, origin: this.origin, kind, subject, held: held ?? { from: at, to: at }, recorded_at: at, source, actor, answers, campaign: null, grade, facts, commitments };
    const raw = canonical(entry);
    const row = { index: this.rows.length, entry, raw, leaf: leafOf(Buffer.from(raw)), hidden: { ...hidden } };
    this.rows.push(row);
    return row;
  }
  root() {
    return this.rows.length === 0 ? sha("") : root(this.rows.map((r) => r.leaf));
  }
  checkpoint() {
    const text = `${this.origin}\n${this.rows.length}\n${this.root().toString("base64")}\n`;
    const signature = Buffer.concat([this.keyHash, sign(null, Buffer.from(text), this.key)]).toString("base64");
    return `${text}\n— ${this.origin} ${signature}\n`;
  }
  proof(index) {
    const leaves = this.rows.map((r) => r.leaf);
    const row = this.rows[index];
    return { origin: this.origin, index, size: leaves.length, leaf: row.leaf.toString("hex"), raw: row.raw, path: path(index, leaves).map((h) => h.toString("hex")), root: this.root().toString("hex"), checkpoint: this.checkpoint(), vkey: this.vkey };
  }
}
