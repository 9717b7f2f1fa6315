// What a photograph says besides its picture: when it was taken and whether it names a place. Only
// JPEG's APP1 "Exif" block (CIPA DC-008) is read; the file itself is never changed.

export interface Exif {
  takenAt: string | null;
  hasPlace: boolean;
}

const GPS_IFD = 0x8825;
const EXIF_IFD = 0x8769;
const DATE_TAKEN = 0x9003;
const DATE_CHANGED = 0x0132;
const ASCII = 2;

/** The block's bytes after "Exif\0\0", or null. */
function exifBlock(bytes: Uint8Array): DataView | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 4 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const length = view.getUint16(at + 2);
    if (marker === 0xda || length < 2 || at + 2 + length > view.byteLength) return null;
    if (marker === 0xe1 && length >= 8 && view.getUint32(at + 4) === 0x45786966) {
      return new DataView(bytes.buffer, bytes.byteOffset + at + 10, length - 8);
    }
    at += 2 + length;
  }
  return null;
}

interface Field {
  type: number;
  count: number;
  /** Where its four bytes of value or offset stand. */
  at: number;
}

function fieldsAt(view: DataView, at: number, little: boolean): Map<number, Field> {
  const fields = new Map<number, Field>();
  if (at + 2 > view.byteLength) return fields;
  const count = view.getUint16(at, little);
  for (let i = 0; i < count; i += 1) {
    const entry = at + 2 + 12 * i;
    if (entry + 12 > view.byteLength) break;
    fields.set(view.getUint16(entry, little), {
      type: view.getUint16(entry + 2, little),
      count: view.getUint32(entry + 4, little),
      at: entry + 8,
    });
  }
  return fields;
}

function textOf(view: DataView, field: Field | undefined, little: boolean): string | null {
  if (field?.type !== ASCII) return null;
  const start = field.count <= 4 ? field.at : view.getUint32(field.at, little);
  if (field.count > 64 || start + field.count > view.byteLength) return null;
  let text = "";
  for (let i = 0; i < field.count; i += 1) text += String.fromCharCode(view.getUint8(start + i));
  return text.replace(/\0+$/, "");
}

/** "2027:01:20 08:15:00" as a camera writes it becomes "20/01/2027 08:15:00"; it carries no zone. */
function readable(text: string | null): string | null {
  const found = text === null ? null : /^(\d{4}):(\d{2}):(\d{2}) (\d{2}:\d{2}:\d{2})$/.exec(text);
  return found ? `${found[4]} ${found[3]}/${found[2]}/${found[1]}` : null;
}

export function readExif(bytes: Uint8Array): Exif | null {
  const view = exifBlock(bytes);
  if (!view || view.byteLength < 8) return null;
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return null;
  const little = order === 0x4949;
  const first = fieldsAt(view, view.getUint32(4, little), little);
  const below = first.get(EXIF_IFD);
  const detail = below ? fieldsAt(view, view.getUint32(below.at, little), little) : new Map<number, Field>();
  const taken = textOf(view, detail.get(DATE_TAKEN), little) ?? textOf(view, first.get(DATE_CHANGED), little);
  return { takenAt: readable(taken), hasPlace: first.has(GPS_IFD) };
}
