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
        let special = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
        let rest = &self.bytes()[start..];
        let length = rest.iter().position(special).unwrap_or(rest.len());
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

/// The control character of `00xx`, if RFC 8785 writes it that way.
fn control(digits: &[u8]) -> Option<char> {
    let [byte] = crate::hash::from_hex::<1>(digits.strip_prefix(b"00")?)?;
    let short = matches!(byte, 0x08 | 0x09 | 0x0a | 0x0c | 0x0d);
    (byte < 0x20 && !short).then_some(char::from(byte))
}
