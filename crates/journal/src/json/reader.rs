//! Reads canonical JSON in one pass, without building what the caller does not want. It accepts the
//! canonical text alone: no white space, keys sorted and single, one way to write each string and
//! number. Depth is bounded, so no input can exhaust the stack.

use super::{EntryFault, FaultKind, is_key, is_nfc};
use crate::fact::{Fact, Facts, MAX_DEPTH, MAX_INTEGER};
use std::borrow::Cow;

/// A position in canonical text.
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

type Read<T> = Result<T, EntryFault>;

#[cold]
fn fault<T>(what: FaultKind) -> Read<T> {
    Err(EntryFault { field: String::new(), what })
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Read<Self> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self { text, at: 0, depth: 0 }),
            Err(_) => fault(FaultKind::NotUtf8),
        }
    }

    fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    fn peek(&self) -> Option<u8> {
        self.bytes().get(self.at).copied()
    }

    #[cold]
    fn expected<T>(&self, what: &'static str) -> Read<T> {
        fault(FaultKind::Expected { what, at: self.at })
    }

    /// Takes exactly this text, or faults naming it.
    pub(crate) fn take(&mut self, wanted: &'static str) -> Read<()> {
        if self.try_take(wanted) { Ok(()) } else { self.expected(wanted) }
    }

    pub(crate) fn try_take(&mut self, wanted: &str) -> bool {
        let found = self.bytes()[self.at..].starts_with(wanted.as_bytes());
        if found {
            self.at += wanted.len();
        }
        found
    }

    pub(crate) fn end(&self) -> Read<()> {
        if self.at == self.text.len() { Ok(()) } else { fault(FaultKind::Trailing) }
    }

    /// A string without escapes, as keys, names, ids and times are.
    pub(crate) fn plain(&mut self) -> Read<&'a str> {
        match self.string()? {
            Cow::Borrowed(text) => Ok(text),
            Cow::Owned(_) => fault(FaultKind::Escape),
        }
    }

    /// Any string, in normal form C.
    pub(crate) fn string(&mut self) -> Read<Cow<'a, str>> {
        self.take("\"")?;
        let start = self.at;
        let length = plain_length(&self.bytes()[start..]);
        self.at += length;
        match self.peek() {
            Some(b'"') => {}
            Some(b'\\') => return self.escaped(start),
            _ => return self.expected("a closing quote"),
        }
        let text = &self.text[start..self.at];
        self.at += 1;
        if is_nfc(text) { Ok(Cow::Borrowed(text)) } else { fault(FaultKind::NotNfc) }
    }

    fn escaped(&mut self, start: usize) -> Read<Cow<'a, str>> {
        let mut out = self.text[start..self.at].to_owned();
        loop {
            let from = self.at;
            while self.peek().is_some_and(|b| b >= 0x20 && b != b'"' && b != b'\\') {
                self.at += 1;
            }
            out.push_str(&self.text[from..self.at]);
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => out.push(self.escape()?),
                _ => return self.expected("a closing quote"),
            }
        }
        self.at += 1;
        if is_nfc(&out) { Ok(Cow::Owned(out)) } else { fault(FaultKind::NotNfc) }
    }

    fn escape(&mut self) -> Read<char> {
        let rest = &self.bytes()[self.at + 1..];
        let (found, length) = match rest.first() {
            Some(b'"') => ('"', 2),
            Some(b'\\') => ('\\', 2),
            Some(b'b') => ('\u{8}', 2),
            Some(b't') => ('\t', 2),
            Some(b'n') => ('\n', 2),
            Some(b'f') => ('\u{c}', 2),
            Some(b'r') => ('\r', 2),
            Some(b'u') => match rest.get(1..5).and_then(control) {
                Some(found) => (found, 6),
                None => return fault(FaultKind::Escape),
            },
            _ => return fault(FaultKind::Escape),
        };
        self.at += length;
        Ok(found)
    }

    pub(crate) fn integer(&mut self) -> Read<i64> {
        let negative = self.try_take("-");
        let digits = &self.bytes()[self.at..];
        // Sixteen digits hold 2^53, so one more is enough to see that a number is too long.
        let length = digits.iter().take(17).take_while(|b| b.is_ascii_digit()).count();
        let zero_first = digits.first() == Some(&b'0');
        if length == 0 || length > 16 || (zero_first && (length > 1 || negative)) {
            return fault(FaultKind::Number);
        }
        let value = digits[..length].iter().fold(0, |sum, b| sum * 10 + i64::from(b - b'0'));
        self.at += length;
        if value > MAX_INTEGER || matches!(self.peek(), Some(b'.' | b'e' | b'E')) {
            return fault(FaultKind::Number);
        }
        Ok(if negative { -value } else { value })
    }

    /// Reads a map, giving each key to `each`, which reads the value.
    pub(crate) fn map(&mut self, mut each: impl FnMut(&mut Self, &'a str) -> Read<()>) -> Read<()> {
        self.enter("{")?;
        if self.try_take("}") {
            self.depth -= 1;
            return Ok(());
        }
        let mut last = "";
        loop {
            let key = self.plain()?;
            if !is_key(key) {
                return fault(FaultKind::Key);
            }
            if key <= last {
                return Err(EntryFault::new(key, FaultKind::KeyOrder));
            }
            last = key;
            self.take(":")?;
            each(self, key).map_err(|fault| fault.within(key))?;
            if self.try_take("}") {
                self.depth -= 1;
                return Ok(());
            }
            self.take(",")?;
        }
    }

    /// Reads a list, calling `each` for every element.
    pub(crate) fn list(&mut self, mut each: impl FnMut(&mut Self) -> Read<()>) -> Read<()> {
        self.enter("[")?;
        if self.try_take("]") {
            self.depth -= 1;
            return Ok(());
        }
        for index in 0.. {
            each(self).map_err(|fault| fault.within(&format!("[{index}]")))?;
            if self.try_take("]") {
                break;
            }
            self.take(",")?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn enter(&mut self, bracket: &'static str) -> Read<()> {
        self.take(bracket)?;
        self.depth += 1;
        if self.depth > MAX_DEPTH { fault(FaultKind::TooDeep) } else { Ok(()) }
    }

    pub(crate) fn fact(&mut self) -> Read<Fact> {
        match self.peek() {
            Some(b'"') => Ok(Fact::Text(self.string()?.into_owned())),
            Some(b'-' | b'0'..=b'9') => Ok(Fact::Int(self.integer()?)),
            Some(b'{') => Ok(Fact::Map(self.facts()?)),
            Some(b'[') => {
                let mut list = Vec::new();
                self.list(|reader| {
                    list.push(reader.fact()?);
                    Ok(())
                })?;
                Ok(Fact::List(list))
            }
            Some(b'n') => self.take("null").map(|()| Fact::Null),
            Some(b't') => self.take("true").map(|()| Fact::Bool(true)),
            Some(b'f') => self.take("false").map(|()| Fact::Bool(false)),
            _ => self.expected("a value"),
        }
    }

    pub(crate) fn facts(&mut self) -> Read<Facts> {
        let mut pairs = Vec::new();
        self.map(|reader, key| {
            pairs.push((key.to_owned(), reader.fact()?));
            Ok(())
        })?;
        Ok(pairs.into_iter().collect())
    }

    /// Checks a map as strictly as [`Self::facts`] and returns its text.
    pub(crate) fn skip_facts(&mut self) -> Read<&'a str> {
        let start = self.at;
        self.map(|reader, _| reader.skip())?;
        Ok(&self.text[start..self.at])
    }

    /// Checks any value and returns its text.
    pub(crate) fn skip_value(&mut self) -> Read<&'a str> {
        let start = self.at;
        self.skip()?;
        Ok(&self.text[start..self.at])
    }

    fn skip(&mut self) -> Read<()> {
        match self.peek() {
            Some(b'"') => self.string().map(|_| ()),
            Some(b'-' | b'0'..=b'9') => self.integer().map(|_| ()),
            Some(b'{') => self.map(|reader, _| reader.skip()),
            Some(b'[') => self.list(Self::skip),
            _ => self.fact().map(|_| ()),
        }
    }
}

/// How many bytes stand before the first quote, backslash or control character. Eight at a time: a
/// byte that is zero, or below a bound, borrows into its highest bit when one, or the bound, is taken
/// from it. A borrow can run into later bytes only, so the lowest mark is right.
fn plain_length(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let (words, _) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let (quote, backslash) = (word ^ (ONES * 0x22), word ^ (ONES * 0x5c));
        let low = word.wrapping_sub(ONES * 0x20) & !word;
        let marks =
            (low | quote.wrapping_sub(ONES) & !quote | backslash.wrapping_sub(ONES) & !backslash) & HIGH;
        if marks != 0 {
            return at * 8 + marks.trailing_zeros() as usize / 8;
        }
    }
    let from = words.len() * 8;
    let special = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
    from + bytes[from..].iter().position(special).unwrap_or(bytes.len() - from)
}

/// The control character of `00xx`, if RFC 8785 writes it that way.
fn control(digits: &[u8]) -> Option<char> {
    let [byte] = crate::hash::from_hex::<1>(digits.strip_prefix(b"00")?)?;
    let short = matches!(byte, 0x08 | 0x09 | 0x0a | 0x0c | 0x0d);
    (byte < 0x20 && !short).then_some(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::plain_length;

    #[test]
    fn the_first_special_byte_is_found_wherever_it_stands() {
        for length in 0..24_usize {
            for at in 0..length {
                for special in [0, 0x1f, b'"', b'\\'] {
                    for other in [0x20, 0x21, 0x23, 0x5b, 0x5d, 0x7f, 0x80, 0xff] {
                        let mut bytes = vec![other; length];
                        bytes[at] = special;
                        bytes[length - 1] = if at + 1 < length { b'"' } else { special };
                        assert_eq!(plain_length(&bytes), at, "{bytes:?}");
                    }
                }
            }
            assert_eq!(plain_length(&vec![b'a'; length]), length);
        }
    }
}
