//! What a pdf's streams unpack to, before anything draws them: hayro bounds none of it.

use flate2::read::{DeflateDecoder, ZlibDecoder};

use crate::{
    Unseen,
    archive::{UnpackFault, unpack},
    bounds,
};

/// Whether every stream unpacks within bounds, by filters that are bounded here.
pub(super) fn check_streams(bytes: &[u8]) -> Result<(), Unseen> {
    let mut left = bounds::MAX_STREAMS_BYTES;
    // Under a password streams are packed out of sight, an empty one included.
    if cannot_be_bounded(bytes) || find(bytes, b"/Encrypt").is_some() {
        return Err(Unseen::Pdf);
    }
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], b"stream") {
        at += found + b"stream".len();
        let blank = bytes[at..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n' | b' ')).count();
        check_stream(&bytes[at + blank..], &mut left, 0)?;
    }
    Ok(())
}

/// Unpacks and throws away; what was packed twice is unpacked twice.
fn check_stream(data: &[u8], left: &mut u64, depth: usize) -> Result<(), Unseen> {
    let is_zlib = matches!(data, [first, second, ..]
        if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)).is_multiple_of(31));
    if !is_zlib {
        return Ok(());
    }
    if depth > 1 {
        return Err(Unseen::Pdf);
    }
    let most = bounds::MAX_STREAM_BYTES.min(*left);
    let out = unpack(ZlibDecoder::new(data), &mut most.clone()).or_else(|fault| match fault {
        // Readers of pdfs do not mind a checksum that is wrong.
        UnpackFault::Damaged => unpack(DeflateDecoder::new(&data[2..]), &mut most.clone()),
        UnpackFault::Large => Err(fault),
    });
    let out = out.map_err(|_| Unseen::Pdf)?;
    *left -= out.len() as u64;
    if cannot_be_bounded(&out) {
        return Err(Unseen::Pdf);
    }
    check_stream(&out, left, depth + 1)
}

/// Whether it names a filter that grows a thousandfold and is not covered here (LZW and run lengths, which are hardly
/// written any more), or nests so deep that reading it would fill the stack.
fn cannot_be_bounded(bytes: &[u8]) -> bool {
    let mut depth = 0_usize;
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'[' | b'<' => {
            depth += 1;
            depth > bounds::MAX_PDF_DEPTH
        }
        b']' | b'>' => {
            depth = depth.saturating_sub(1);
            false
        }
        b'/' => is_unbounded_filter(&bytes[at + 1..]),
        _ => false,
    })
}

fn is_unbounded_filter(mut rest: &[u8]) -> bool {
    let mut name = Vec::with_capacity(16);
    // Only what begins like one of them is spelt out; `#` may stand for any letter.
    while name.len() < 16 && matches!(name.first(), None | Some(b'L' | b'R')) {
        match rest {
            [b'#', high, low, more @ ..] => {
                let digits = [*high, *low];
                let code = std::str::from_utf8(&digits).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok());
                name.push(code.unwrap_or(b'#'));
                rest = more;
            }
            [letter, more @ ..] if letter.is_ascii_alphanumeric() => {
                name.push(*letter);
                rest = more;
            }
            _ => break,
        }
    }
    matches!(name.as_slice(), b"LZWDecode" | b"RunLengthDecode" | b"LZW" | b"RL")
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}
