//! How a ledger is stored: periods and columns packed, differences first, so that an undisturbed one takes little room.

use std::collections::BTreeMap;

use calendar::Instant;
use journal::{EntryId, Grade, Slug};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::{COLUMNS, Column, Head, Ledger, Line, Sums, Weak};
use crate::checks::packed::{Packer, Unpacker};

#[derive(Serialize, Deserialize)]
struct Stored {
    heads: String,
    lines: BTreeMap<Slug, String>,
    weak: Option<(Instant, EntryId, Grade)>,
}

impl Serialize for Ledger {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let lines = self.lines.iter().map(|(target, line)| (target.clone(), pack_line(line))).collect();
        let weak = self.weak.map(|weak| (weak.from, weak.id, weak.grade));
        Stored { heads: pack_heads(&self.heads), lines, weak }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Ledger {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Stored::deserialize(deserializer)?;
        let heads =
            unpack_heads(&stored.heads).ok_or_else(|| D::Error::custom("heads are not packed periods"))?;
        let mut ledger = Self { heads, ..Self::default() };
        for (target, text) in stored.lines {
            let line = unpack_line(&text, ledger.heads.len());
            let line =
                line.ok_or_else(|| D::Error::custom(format_args!("line {target} is not packed columns")))?;
            ledger.lines.insert(target, line);
        }
        ledger.weak = stored.weak.map(|(from, id, grade)| Weak { from, id, grade });
        Ok(ledger)
    }
}

fn pack_heads(heads: &[Head]) -> String {
    let mut packer = Packer::default();
    packer.unsigned(heads.len() as u64);
    let (mut expected_ms, mut length_ms) = (0, 0);
    for head in heads {
        packer.signed(head.from.as_ms() - expected_ms);
        packer.signed(i64::from(head.length_ms) - length_ms);
        packer.signed(head.recorded_at.ms_since(head.to()));
        packer.unsigned(u64::from(head.log));
        packer.bytes(head.id.as_bytes());
        (expected_ms, length_ms) = (head.to().as_ms(), i64::from(head.length_ms));
    }
    packer.finish()
}

fn unpack_heads(text: &str) -> Option<Vec<Head>> {
    let mut unpacker = Unpacker::new(text)?;
    let count = usize::try_from(unpacker.unsigned()?).ok()?;
    let mut heads: Vec<Head> = Vec::with_capacity(count.min(unpacker.left()));
    let (mut expected_ms, mut length_ms) = (0_i64, 0_i64);
    for _ in 0..count {
        let from = Instant::from_ms(expected_ms.checked_add(unpacker.signed()?)?);
        length_ms = length_ms.checked_add(unpacker.signed()?)?;
        let head_length = u32::try_from(length_ms).ok()?;
        let to = from.plus_ms(length_ms);
        let recorded_at = to.plus_ms(unpacker.signed()?);
        let log = u32::try_from(unpacker.unsigned()?).ok()?;
        let id = EntryId::from_bytes(unpacker.bytes()?).ok()?;
        expected_ms = to.as_ms();
        let head = Head { from, recorded_at, id, length_ms: head_length, log };
        if heads.last().is_some_and(|last| (last.from, last.id) >= (head.from, head.id)) {
            return None;
        }
        heads.push(head);
    }
    (unpacker.left() == 0).then_some(heads)
}

fn pack_line(line: &Line) -> String {
    let mut packer = Packer::default();
    for column in &line.columns {
        packer.unsigned(column.0.len() as u64);
        let mut last = 0;
        for value in &column.0 {
            packer.signed(i64::from(*value) - last);
            last = i64::from(*value);
        }
    }
    packer.finish()
}

fn unpack_line(text: &str, heads: usize) -> Option<Line> {
    let mut unpacker = Unpacker::new(text)?;
    let mut columns: [Column; COLUMNS] = Default::default();
    for column in &mut columns {
        let count = usize::try_from(unpacker.unsigned()?).ok()?;
        if count > heads {
            return None;
        }
        column.0.reserve_exact(count);
        let mut last = 0_i64;
        for _ in 0..count {
            last = last.checked_add(unpacker.signed()?)?;
            column.0.push(u32::try_from(last).ok()?);
        }
    }
    (unpacker.left() == 0).then_some(Line { columns, sums: Sums::default() })
}
