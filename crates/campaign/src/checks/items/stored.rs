//! How signed things are stored: their frames packed, what they say as JSON beside them.

use calendar::Instant;
use journal::{EntryId, Grade};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::SerializeStruct};

use super::{Item, Items};
use crate::checks::packed::{Packer, Unpacker};

/// Grades by number; a thing without one has the number after the last.
const GRADES: [Grade; 4] = [Grade::Asserted, Grade::Attested, Grade::Countersigned, Grade::Measured];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored<T> {
    frames: String,
    what: Vec<T>,
}

impl<T: Serialize> Serialize for Items<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut packer = Packer::default();
        let mut last_ms = 0;
        for item in &self.0 {
            let grade = GRADES.iter().position(|grade| Some(*grade) == item.grade).unwrap_or(GRADES.len());
            packer.signed(item.from.as_ms() - last_ms);
            packer.signed(item.recorded_at.ms_since(item.from));
            packer.unsigned(grade as u64);
            packer.unsigned(u64::from(item.log));
            packer.bytes(item.id.as_bytes());
            last_ms = item.from.as_ms();
        }
        let what: Vec<&T> = self.0.iter().map(|item| &item.what).collect();
        let mut stored = serializer.serialize_struct("Items", 2)?;
        stored.serialize_field("frames", &packer.finish())?;
        stored.serialize_field("what", &what)?;
        stored.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Items<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Stored::deserialize(deserializer)?;
        let mut frames =
            Unpacker::new(&stored.frames).ok_or_else(|| D::Error::custom("frames are not packed"))?;
        let mut items: Vec<Item<T>> = Vec::with_capacity(stored.what.len());
        let mut last_ms = 0;
        for what in stored.what {
            let item = unpack(&mut frames, last_ms, what);
            let item = item.ok_or_else(|| D::Error::custom("frames do not fit what was said"))?;
            last_ms = item.from.as_ms();
            if items.last().is_some_and(|last| (last.from, last.id) >= (item.from, item.id)) {
                return Err(D::Error::custom("frames are out of order"));
            }
            items.push(item);
        }
        if frames.left() > 0 {
            return Err(D::Error::custom("frames without anything said"));
        }
        Ok(Self(items))
    }
}

fn unpack<T>(frames: &mut Unpacker, last_ms: i64, what: T) -> Option<Item<T>> {
    let from = Instant::from_ms(last_ms.checked_add(frames.signed()?)?);
    let recorded_at = from.plus_ms(frames.signed()?);
    let grade = usize::try_from(frames.unsigned()?).ok().filter(|grade| *grade <= GRADES.len())?;
    let log = u32::try_from(frames.unsigned()?).ok()?;
    let id = EntryId::from_bytes(frames.bytes()?).ok()?;
    Some(Item { from, grade: GRADES.get(grade).copied(), id, log, recorded_at, what })
}
