// Promises about what a form sends: ids, short names, and what a photograph gives away.
import { describe, expect, it } from "vitest";
import { slugOf, uuid7 } from "./evidence";
import { readExif } from "./exif";

describe("evidence ids", () => {
  it("carries_its_time_version_and_variant", () => {
    const id = uuid7(0x017f22e279b0, new Uint8Array(10).fill(0xff));
    expect(id).toBe("017f22e2-79b0-7fff-bfff-ffffffffffff");
  });
});

describe("short names", () => {
  it("drops_marks_and_keeps_to_the_journals_letters", () => {
    expect(slugOf("Phương án ứng cứu Đợt 1.pdf")).toBe("phuong-an-ung-cuu-dot-1-pdf");
    expect(slugOf("--")).toBe("");
    expect(slugOf("a".repeat(63) + " b")).toBe("a".repeat(63));
  });
});

/** A JPEG with one Exif block: an ASCII date in IFD0 and, if asked, a GPS directory. */
function photo(withPlace: boolean): Uint8Array {
  const date = "2027:01:20 08:15:00\0";
  const entries = withPlace ? 2 : 1;
  const dateAt = 8 + 2 + 12 * entries + 4;
  const tiff = new DataView(new ArrayBuffer(dateAt + date.length));
  tiff.setUint16(0, 0x4949);
  tiff.setUint16(2, 42, true);
  tiff.setUint32(4, 8, true);
  tiff.setUint16(8, entries, true);
  const put = (i: number, tag: number, type: number, count: number, value: number): void => {
    tiff.setUint16(10 + 12 * i, tag, true);
    tiff.setUint16(12 + 12 * i, type, true);
    tiff.setUint32(14 + 12 * i, count, true);
    tiff.setUint32(18 + 12 * i, value, true);
  };
  put(0, 0x0132, 2, date.length, dateAt);
  if (withPlace) put(1, 0x8825, 4, 1, 0);
  for (let i = 0; i < date.length; i += 1) tiff.setUint8(dateAt + i, date.charCodeAt(i));
  const block = new Uint8Array(tiff.buffer);
  const head = [0xff, 0xd8, 0xff, 0xe1, 0, block.length + 8, 0x45, 0x78, 0x69, 0x66, 0, 0];
  return Uint8Array.from([...head, ...block, 0xff, 0xd9]);
}

describe("photographs", () => {
  it("names_the_time_and_the_place_it_carries", () => {
    expect(readExif(photo(false))).toEqual({ takenAt: "08:15:00 20/01/2027", hasPlace: false });
    expect(readExif(photo(true))?.hasPlace).toBe(true);
  });
  it("a_picture_cut_anywhere_is_read_without_a_fault", () => {
    const whole = photo(true);
    for (let cut = 0; cut < whole.length; cut += 1) expect(() => readExif(whole.slice(0, cut))).not.toThrow();
  });
  it("a_png_has_none", () => {
    expect(readExif(Uint8Array.of(0x89, 0x50, 0x4e, 0x47))).toBeNull();
  });
});
