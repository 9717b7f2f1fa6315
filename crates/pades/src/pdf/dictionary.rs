//! A reader of one object of a pdf, as far as a signature's dictionary needs it (ISO 32000-2 §7.2, §7.3).
//!
//! It keeps where in the file each thing stands, which is the whole point: a byte range is held against the bytes and not
//! against what they mean. Nesting is bounded, and each byte is read once.

use crate::bounds;

/// Why bytes are no object, as far as they are read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoObject;

/// A place in the file: from the first byte to the one behind the last.
pub type Place = std::ops::Range<usize>;

/// A dictionary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dictionary<'a> {
    /// Where it stands, brackets included.
    pub place: Place,
    /// Its keys as they are written, each with where it begins and with its value.
    pub entries: Vec<(&'a [u8], usize, Value<'a>)>,
}

/// A value of a dictionary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// A string in hex digits; where it stands, brackets included.
    Hex(Place),
    /// A string in letters, as it stands in the file between its brackets.
    Text(&'a [u8]),
    /// A name, without its slash.
    Name(&'a [u8]),
    /// A number or a word.
    Word(&'a [u8]),
    /// An array.
    Array(Vec<Value<'a>>),
    /// A dictionary, or a reference to another object: of no use here.
    Other,
}

/// Reads the object that begins at `from`, and gives the dictionary in it that has a key at `key_at`.
pub fn dictionary_with_key(
    file: &[u8],
    from: usize,
    key_at: usize,
) -> Result<Option<Dictionary<'_>>, NoObject> {
    let end = file.len().min(from.saturating_add(bounds::MAX_DICTIONARY_BYTES));
    let file = file.get(..end).ok_or(NoObject)?;
    let mut reader = Reader { file, at: from, key_at, found: None };
    reader.value(0)?;
    Ok(reader.found)
}

struct Reader<'a> {
    file: &'a [u8],
    at: usize,
    key_at: usize,
    found: Option<Dictionary<'a>>,
}

pub const fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

pub const fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a [u8] {
        self.file.get(self.at..).unwrap_or_default()
    }

    /// Goes past blanks and comments.
    fn skip(&mut self) {
        loop {
            let rest = self.rest();
            let blanks = rest.iter().take_while(|byte| is_blank(**byte)).count();
            self.at += blanks;
            match self.rest().first() {
                Some(b'%') => {
                    let comment = self.rest().iter().take_while(|byte| !matches!(**byte, b'\r' | b'\n'));
                    self.at += comment.count();
                }
                _ if blanks == 0 => return,
                _ => {}
            }
        }
    }

    /// The value that begins here, `depth` brackets deep.
    fn value(&mut self, depth: usize) -> Result<Value<'a>, NoObject> {
        if depth > bounds::MAX_DEPTH {
            return Err(NoObject);
        }
        self.skip();
        match self.rest() {
            [b'<', b'<', ..] => self.dictionary(depth).map(|()| Value::Other),
            [b'<', rest @ ..] => {
                let length = rest.iter().position(|byte| *byte == b'>').ok_or(NoObject)?;
                let place = self.at..self.at + length + 2;
                self.at = place.end;
                Ok(Value::Hex(place))
            }
            [b'(', ..] => self.text().map(Value::Text),
            [b'/', rest @ ..] => {
                let name = regular(rest);
                self.at += name.len() + 1;
                Ok(Value::Name(name))
            }
            [b'[', ..] => self.array(depth).map(Value::Array),
            rest => {
                let word = regular(rest);
                self.at += word.len();
                if word.is_empty() { Err(NoObject) } else { Ok(Value::Word(word)) }
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Vec<Value<'a>>, NoObject> {
        self.at += 1;
        let mut values = Vec::new();
        loop {
            self.skip();
            if self.rest().first() == Some(&b']') {
                self.at += 1;
                return Ok(values);
            }
            values.push(self.value(depth + 1)?);
        }
    }

    fn dictionary(&mut self, depth: usize) -> Result<(), NoObject> {
        let from = self.at;
        self.at += 2;
        let (mut entries, mut has_key) = (Vec::new(), false);
        loop {
            self.skip();
            match self.rest() {
                [b'>', b'>', ..] => {
                    self.at += 2;
                    if has_key {
                        self.found = Some(Dictionary { place: from..self.at, entries });
                    }
                    return Ok(());
                }
                [b'/', rest @ ..] => {
                    let (key, key_at) = (regular(rest), self.at);
                    has_key |= key_at == self.key_at;
                    self.at += key.len() + 1;
                    let value = self.value(depth + 1)?;
                    let value = if self.goes_on_as_reference(&value) { Value::Other } else { value };
                    entries.push((key, key_at, value));
                }
                _ => return Err(NoObject),
            }
        }
    }

    /// Whether the number before is that of a reference (`12 0 R`), and goes past it if so.
    fn goes_on_as_reference(&mut self, number: &Value<'_>) -> bool {
        let is_number = |value: &Value<'_>| matches!(value, Value::Word(word) if number_of(word).is_some());
        if !is_number(number) {
            return false;
        }
        let before = self.at;
        for expected in [is_number, |value: &Value<'_>| *value == Value::Word(b"R")] {
            self.skip();
            let word = regular(self.rest());
            self.at += word.len();
            if !expected(&Value::Word(word)) {
                self.at = before;
                return false;
            }
        }
        true
    }

    /// A string in letters: brackets in it come in pairs, or behind a backslash.
    fn text(&mut self) -> Result<&'a [u8], NoObject> {
        let from = self.at + 1;
        let (mut open, mut escaped) = (0_usize, false);
        for (length, byte) in self.rest().iter().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        let to = self.at + length;
                        self.at = to + 1;
                        return self.file.get(from..to).ok_or(NoObject);
                    }
                }
                _ => {}
            }
        }
        Err(NoObject)
    }
}

/// The letters of a name or a word.
fn regular(rest: &[u8]) -> &[u8] {
    let length = rest.iter().take_while(|byte| !is_blank(**byte) && !is_delimiter(**byte)).count();
    rest.get(..length).unwrap_or_default()
}

/// A whole number without a sign, of at most ten digits, as a byte range needs it.
pub fn number_of(word: &[u8]) -> Option<usize> {
    let digits = matches!(word.len(), 1..=10) && word.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(word).ok().filter(|_| digits)?.parse().ok()
}

/// The bytes that a string in letters stands for (ISO 32000-2 §7.3.4.2).
pub fn unescaped(text: &[u8]) -> Vec<u8> {
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text);
    while let Some((&first, more)) = rest.split_first() {
        rest = more;
        if first != b'\\' {
            bytes.push(first);
            continue;
        }
        let octal = rest.iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
        if let (true, Some((digits, more))) = (octal > 0, rest.split_at_checked(octal)) {
            bytes.push(
                digits.iter().fold(0, |byte: u8, digit| byte.wrapping_mul(8).wrapping_add(digit - b'0')),
            );
            rest = more;
        } else if let Some((&letter, more)) = rest.split_first() {
            rest = more;
            match letter {
                b'n' => bytes.push(b'\n'),
                b'r' => bytes.push(b'\r'),
                b't' => bytes.push(b'\t'),
                b'b' => bytes.push(8),
                b'f' => bytes.push(0x0c),
                // A line that goes on.
                b'\r' => rest = rest.strip_prefix(b"\n").unwrap_or(rest),
                b'\n' => {}
                other => bytes.push(other),
            }
        }
    }
    bytes
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    fn find<'a>(file: &'a str, key: &str) -> Result<Option<Dictionary<'a>>, NoObject> {
        dictionary_with_key(file.as_bytes(), 0, file.rfind(key).unwrap())
    }

    #[test]
    fn the_dictionary_with_the_key_is_found_with_its_places() {
        let file =
            " << /A (a \\( (/K) ) /B 12 0 R /V << % /K\n /K [0 1]/C<0aF0>/N/X /D 3 >> /E [ << /Q /R >> ] >> ";
        let found = find(file, "/K [").unwrap().unwrap();
        assert_eq!(&file[found.place.clone()], "<< % /K\n /K [0 1]/C<0aF0>/N/X /D 3 >>");
        let (keys, values): (Vec<_>, Vec<_>) =
            found.entries.into_iter().map(|(key, _, value)| (key, value)).unzip();
        assert_eq!(keys, [b"K", b"C", b"N", b"D"]);
        assert_eq!(values[0], Value::Array(vec![Value::Word(b"0"), Value::Word(b"1")]));
        assert!(matches!(&values[1], Value::Hex(place) if &file[place.clone()] == "<0aF0>"));
        assert_eq!(values[2..], [Value::Name(b"X"), Value::Word(b"3")]);
        assert_eq!(find(file, "/B").unwrap().unwrap().entries[1].2, Value::Other);
    }

    #[test]
    fn a_key_in_a_string_a_comment_or_a_stream_is_none() {
        for file in ["<< /A (/K) >>", "<< /A 1 % /K\n >>", "<< /A 1 >> stream << /K 2 >>", "<< /A /K >>"] {
            assert_eq!(find(file, "/K"), Ok(None), "{file}");
        }
    }

    #[test]
    fn what_is_torn_or_nested_without_end_is_no_object() {
        for file in
            ["<< /K", "<< /K (", "<< /K <12", "<< /K [", "<< /K 1", "<< 1 /K >>", "<< /K >", "<< /K )"]
        {
            assert_eq!(find(file, "/K"), Err(NoObject), "{file}");
        }
        let deep = format!("<< /K {}{} >>", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(find(&deep, "/K"), Err(NoObject));
    }

    #[test]
    fn strings_are_read_with_their_escapes() {
        assert_eq!(unescaped(b"D\\07220\\n\\)\\\\\\\r\nx\\9\\"), b"D:20\n)\\x9");
    }
}
