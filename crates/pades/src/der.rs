//! A reader of DER (ITU-T X.690): one thing after another, in a flat loop.
//!
//! It knows only what the norms let stand in a signature: lengths that are definite and as short as they can be, tags of
//! one byte. Nothing here calls itself, so that no nesting fills the stack, and nothing is set aside by a length that is
//! only claimed.

/// Why bytes are no DER of the expected form. Where it stands is told by who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DerFault;

/// Tags that are met in signatures.
pub mod tag {
    /// `INTEGER`.
    pub const INTEGER: u8 = 0x02;
    /// `BIT STRING`.
    pub const BITS: u8 = 0x03;
    /// `OCTET STRING`.
    pub const OCTETS: u8 = 0x04;
    /// `NULL`.
    pub const NULL: u8 = 0x05;
    /// `OBJECT IDENTIFIER`.
    pub const OID: u8 = 0x06;
    /// `UTCTime`.
    pub const UTC_TIME: u8 = 0x17;
    /// `GeneralizedTime`.
    pub const GENERALIZED_TIME: u8 = 0x18;
    /// `SEQUENCE`.
    pub const SEQUENCE: u8 = 0x30;
    /// `SET`.
    pub const SET: u8 = 0x31;
    /// `[0]`, holding other things.
    pub const ZERO: u8 = 0xa0;
    /// `[1]`, holding other things.
    pub const ONE: u8 = 0xa1;
    /// `[2]`, holding other things.
    pub const TWO: u8 = 0xa2;
    /// `[3]`, holding other things.
    pub const THREE: u8 = 0xa3;
    /// `[0]`, in place of a tag of what holds nothing.
    pub const ZERO_PLAIN: u8 = 0x80;
}

/// One thing: its tag, what it holds, and all of its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item<'a> {
    /// The byte it begins with.
    pub tag: u8,
    /// What it holds.
    pub content: &'a [u8],
    /// Tag, length and content.
    pub whole: &'a [u8],
}

impl<'a> Item<'a> {
    /// A reader of what it holds.
    pub fn inside(self) -> Der<'a> {
        Der::new(self.content)
    }
}

/// What is left to read.
#[derive(Clone, Copy, Debug)]
pub struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    /// A reader of these bytes.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The bytes that were not read yet.
    pub const fn rest(self) -> &'a [u8] {
        self.0
    }

    /// Whether all was read.
    pub const fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// That all was read.
    pub fn end(self) -> Result<(), DerFault> {
        if self.is_empty() { Ok(()) } else { Err(DerFault) }
    }

    /// The next thing, whatever it is.
    pub fn any(&mut self) -> Result<Item<'a>, DerFault> {
        let all = self.0;
        let (&tag, rest) = all.split_first().ok_or(DerFault)?;
        // A tag of more than one byte, or none at all.
        if tag & 0x1f == 0x1f || tag == 0 {
            return Err(DerFault);
        }
        let (&first, rest) = rest.split_first().ok_or(DerFault)?;
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81..=0x84 => {
                let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f)).ok_or(DerFault)?;
                let length = bytes.iter().fold(0_usize, |length, byte| length << 8 | usize::from(*byte));
                // As short as it can be: else two readers might part the same bytes differently.
                if bytes.first() == Some(&0) || length < 0x80 {
                    return Err(DerFault);
                }
                (length, rest)
            }
            // Without an end, or longer than any file.
            _ => return Err(DerFault),
        };
        let (content, rest) = rest.split_at_checked(length).ok_or(DerFault)?;
        let whole = all.get(..all.len() - rest.len()).ok_or(DerFault)?;
        self.0 = rest;
        Ok(Item { tag, content, whole })
    }

    /// The next thing, which has this tag.
    pub fn take(&mut self, tag: u8) -> Result<Item<'a>, DerFault> {
        self.optional(tag)?.ok_or(DerFault)
    }

    /// The next thing if it has this tag.
    pub fn optional(&mut self, tag: u8) -> Result<Option<Item<'a>>, DerFault> {
        if self.0.first() == Some(&tag) { self.any().map(Some) } else { Ok(None) }
    }

    /// The one thing there is, which has this tag.
    pub fn only(mut self, tag: u8) -> Result<Item<'a>, DerFault> {
        let item = self.take(tag)?;
        self.end()?;
        Ok(item)
    }

    /// The next thing, an object identifier.
    pub fn oid(&mut self) -> Result<&'a [u8], DerFault> {
        self.take(tag::OID).map(|item| item.content)
    }

    /// The next thing, a number; its bytes, as few as it can have.
    pub fn integer(&mut self) -> Result<&'a [u8], DerFault> {
        let bytes = self.take(tag::INTEGER)?.content;
        match bytes {
            [] | [0, 0..=0x7f, ..] | [0xff, 0x80..=0xff, ..] => Err(DerFault),
            _ => Ok(bytes),
        }
    }

    /// The next thing, a number of 0 to 127.
    pub fn small(&mut self) -> Result<u8, DerFault> {
        match self.integer()? {
            [number @ 0..=0x7f] => Ok(*number),
            _ => Err(DerFault),
        }
    }

    /// The next thing, the name of an algorithm.
    pub fn algorithm(&mut self) -> Result<Algorithm<'a>, DerFault> {
        Algorithm::read(self.take(tag::SEQUENCE)?)
    }
}

/// The name of an algorithm with its parameters (RFC 5280 §4.1.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Algorithm<'a> {
    /// Which.
    pub oid: &'a [u8],
    /// Its parameters; `NULL` says the same as none, and writers use both.
    pub parameters: Option<Item<'a>>,
}

impl<'a> Algorithm<'a> {
    /// Reads what holds an identifier and perhaps parameters, under whatever tag.
    pub fn read(item: Item<'a>) -> Result<Self, DerFault> {
        let mut inside = item.inside();
        let oid = inside.oid()?;
        let parameters = if inside.is_empty() { None } else { Some(inside.any()?) };
        inside.end()?;
        let is_null = |item: &Item<'a>| item.tag == tag::NULL && item.content.is_empty();
        Ok(Self { oid, parameters: parameters.filter(|item| !is_null(item)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_read_with_what_stands_behind_it() {
        let mut der = Der::new(&[0x30, 3, 2, 1, 7, 5, 0]);
        let item = der.take(tag::SEQUENCE);
        assert_eq!(item.map(|item| item.whole), Ok(&[0x30, 3, 2, 1, 7][..]));
        assert_eq!(item.and_then(|item| item.inside().small()), Ok(7));
        assert_eq!(der.any().map(|item| item.tag), Ok(tag::NULL));
        assert!(der.is_empty() && der.any().is_err());
    }

    #[test]
    fn only_one_way_to_write_a_length_is_taken() {
        let long = |head: &[u8]| {
            let bytes = [head, &[0; 300]].concat();
            Der::new(&bytes).any().map(|item| item.content.len())
        };
        assert_eq!(long(&[4, 0x81, 0x80]), Ok(128));
        assert_eq!(long(&[4, 0x82, 1, 0]), Ok(256));
        for head in [
            &[4, 0x80][..],                     // no end told
            &[4, 0x81, 0x7f],                   // longer than needed
            &[4, 0x82, 0, 0x80],                // a zero in front
            &[4, 0x84, 0xff, 0xff, 0xff, 0xff], // more than there is
            &[4, 0x85, 0, 0, 0, 0, 1],
            &[4, 0xff],
            &[0x1f, 0x81, 1, 0], // a tag of two bytes
            &[0, 0],
        ] {
            assert_eq!(long(head), Err(DerFault), "{head:x?}");
        }
        assert!(Der::new(&[4]).any().is_err());
        assert!(Der::new(&[4, 1]).any().is_err());
    }

    #[test]
    fn a_number_has_as_few_bytes_as_it_can() {
        for bytes in [&[2, 0][..], &[2, 2, 0, 1], &[2, 2, 0xff, 0x80]] {
            assert!(Der::new(bytes).integer().is_err(), "{bytes:x?}");
        }
        assert_eq!(Der::new(&[2, 2, 0, 0x80]).integer(), Ok(&[0, 0x80][..]));
        assert!(Der::new(&[2, 1, 0x80]).small().is_err());
    }
}
