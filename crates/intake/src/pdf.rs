//! The words of a pdf, as far as a secrecy mark can be looked for in them (ISO 32000): what is drawn as letters, in the
//! order of drawing and as lines from top to bottom; titles, annotations and the values of forms.
//!
//! hayro bounds neither what a stream unpacks to nor how long it draws. So every stream is unpacked here first and
//! thrown away, filters that this does not cover are refused, each step of drawing is counted, and all of it happens on
//! a thread of its own whose panic is a refusal. What this cannot stop is an endless loop between two steps: then the
//! caller waits no longer and refuses, and the thread goes on.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Arc, Mutex, PoisonError, mpsc},
    time::Duration,
};

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, font::Glyph, hayro_cmap::BfString, interpret_page,
};
use hayro_syntax::{
    Pdf,
    object::{Dict, MaybeRef, Name, Object},
};
use kurbo::{Affine, BezPath, Point, Rect, Vec2};

use crate::{
    IntakeFault, Unseen,
    archive::{UnpackFault, unpack},
    bounds,
    lines::of_xml,
    marks::hold,
};

/// What is drawn with a font that the pdf names and does not hold: only the places of letters are taken from it.
const STAND_IN: &[u8] = include_bytes!("../../typeset/fonts/LiberationSerif-Regular.ttf");
/// Looked at one after another: each may take some hundreds of megabytes.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Refuses a pdf with a mark, and one whose words cannot be looked at. One of pictures alone has none.
pub(crate) fn look(bytes: &[u8]) -> Result<(), IntakeFault> {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    check_streams(bytes)?;
    let (bytes, (send, receive)) = (bytes.to_vec(), mpsc::channel());
    let look = move || {
        let seen = catch_unwind(AssertUnwindSafe(|| read(bytes)));
        // Nobody waits any more where this took too long.
        let _ = send.send(seen.unwrap_or(Err(Unseen::Pdf.into())));
    };
    let thread =
        std::thread::Builder::new().name("pdf".to_owned()).stack_size(bounds::STACK_BYTES).spawn(look);
    thread.map_err(|_| Unseen::Pdf)?;
    receive.recv_timeout(Duration::from_secs(bounds::MAX_SECONDS)).unwrap_or(Err(Unseen::Pdf.into()))
}

/// Whether every stream unpacks within bounds, by filters that are bounded here.
fn check_streams(bytes: &[u8]) -> Result<(), Unseen> {
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

fn read(bytes: Vec<u8>) -> Result<(), IntakeFault> {
    let pdf = Pdf::new(bytes).map_err(|_| Unseen::Pdf)?;
    if pdf.pages().is_empty() || pdf.pages().len() > bounds::MAX_PAGES {
        return Err(Unseen::Pdf.into());
    }
    for object in pdf.objects() {
        words_of(&object, 0)?;
    }
    let stand_in: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(STAND_IN);
    let mut letters = Letters::default();
    for page in pdf.pages().iter() {
        let cache = InterpreterCache::new();
        let stand_in = Arc::clone(&stand_in);
        let settings = InterpreterSettings {
            font_resolver: Arc::new(move |_| Some((Arc::clone(&stand_in), 0))),
            ..InterpreterSettings::default()
        };
        let whole = Rect::new(0.0, 0.0, 1e6, 1e6);
        let mut context = Context::new(Affine::IDENTITY, whole, &cache, pdf.xref(), settings);
        interpret_page(page, &mut context, &mut letters);
        letters.end_page()?;
    }
    // More than one letter in fifty that nobody can name, and the rest says nothing of what stands there.
    if letters.unnamed * 50 > letters.drawn_count { Err(Unseen::Pdf.into()) } else { Ok(()) }
}

/// What an object says in text strings, and whether something in it is out of reach.
fn words_of(object: &Object<'_>, depth: usize) -> Result<(), IntakeFault> {
    if depth > bounds::MAX_PDF_OBJECT_DEPTH {
        return Err(Unseen::Pdf.into());
    }
    match object {
        Object::String(text) => hold(&text_of(text.as_bytes())),
        Object::Array(values) => values.raw_iter().try_for_each(|value| match value {
            MaybeRef::NotRef(value) => words_of(&value, depth + 1),
            // What is referred to is an object by itself.
            MaybeRef::Ref(_) => Ok(()),
        }),
        Object::Dict(dict) => words_of_dict(dict, depth),
        Object::Stream(stream) => {
            let dict = stream.dict();
            words_of_dict(dict, depth)?;
            if !is(dict, b"Type", b"Metadata") {
                return Ok(());
            }
            let metadata = stream.decoded().map_err(|_| Unseen::Pdf)?;
            of_xml::<IntakeFault>(&metadata, hold)
        }
        Object::Null(_) | Object::Boolean(_) | Object::Number(_) | Object::Name(_) => Ok(()),
    }
}

fn words_of_dict(dict: &Dict<'_>, depth: usize) -> Result<(), IntakeFault> {
    // Files in a pdf, and forms in XML, are held against the rule by nobody.
    if dict.contains_key(b"EF") || dict.contains_key(b"XFA") || is(dict, b"Type", b"EmbeddedFile") {
        return Err(Unseen::PdfFiles.into());
    }
    // Letters by a table of codes that no pdf holds, as of East Asian fonts: they would be drawn as nothing.
    let named = dict.get::<Name<'_>>(b"Encoding");
    let spelt = named.is_none_or(|name| matches!(name.as_ref(), b"Identity-H" | b"Identity-V"));
    if is(dict, b"Subtype", b"Type0") && !spelt {
        return Err(Unseen::Pdf.into());
    }
    // What could be chosen from a list is not what was chosen.
    dict.keys().filter(|key| key.as_ref() != b"Opt").try_for_each(|key| {
        match dict.get_raw::<Object<'_>>(key.as_ref()) {
            Some(MaybeRef::NotRef(value)) => words_of(&value, depth + 1),
            Some(MaybeRef::Ref(_)) | None => Ok(()),
        }
    })
}

fn is(dict: &Dict<'_>, key: &[u8], name: &[u8]) -> bool {
    dict.get::<Name<'_>>(key).is_some_and(|found| found.as_ref() == name)
}

/// A text string: UTF-16 where it says so, else UTF-8 or the letters of Latin-1.
fn text_of(bytes: &[u8]) -> String {
    if let [0xFE, 0xFF, wide @ ..] = bytes {
        let units: Vec<u16> =
            wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        return String::from_utf16_lossy(&units);
    }
    std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().copied().map(char::from).collect(), str::to_owned)
}

/// Letters that stand for one glyph, and where it was drawn.
struct Drawn {
    /// Where they end in the page's text; they begin where the ones before end.
    end: usize,
    at: Point,
    /// Along the line, as long as an em.
    along: Vec2,
}

/// Takes down what is drawn as letters.
#[derive(Default)]
struct Letters {
    text: String,
    drawn: Vec<Drawn>,
    steps: usize,
    /// How many were drawn.
    drawn_count: usize,
    /// Of those, how many nobody can name.
    unnamed: usize,
}

impl Letters {
    fn step(&mut self) {
        self.steps += 1;
        if self.steps > bounds::MAX_STEPS {
            // Unwinds out of the drawing; it is caught where the thread began.
            resume_unwind(Box::new("too many steps"));
        }
    }

    /// Holds the page's letters against the rule as they were drawn, and again from top to bottom.
    fn end_page(&mut self) -> Result<(), IntakeFault> {
        let (text, drawn) = (std::mem::take(&mut self.text), std::mem::take(&mut self.drawn));
        let begin = |at: usize| at.checked_sub(1).map_or(0, |last| drawn[last].end);
        let letters = |at: usize| &text[begin(at)..drawn[at].end];
        let mut line = String::new();
        for at in 0..drawn.len() {
            if at > 0 && is_jump(&drawn[at - 1], &drawn[at]) {
                hold_line(&line)?;
                line.clear();
            }
            line.push_str(letters(at));
        }
        hold_line(&line)?;
        line.clear();
        let mut sorted: Vec<usize> = (0..drawn.len()).collect();
        let row = |at: usize| (drawn[at].at.y / 3.0).round();
        sorted.sort_by(|a, b| {
            row(*b).total_cmp(&row(*a)).then(drawn[*a].at.x.total_cmp(&drawn[*b].at.x)).then(a.cmp(b))
        });
        for (place, &at) in sorted.iter().enumerate() {
            if let Some(&last) = place.checked_sub(1).and_then(|last| sorted.get(last)) {
                if (row(last) - row(at)).abs() > 0.5 {
                    hold_line(&line)?;
                    line.clear();
                } else if drawn[at].at.x - drawn[last].at.x > 2.0 * drawn[last].along.hypot() {
                    line.push('\t');
                }
            }
            line.push_str(letters(at));
        }
        hold_line(&line)
    }
}

/// Whether the pen went elsewhere: more than two letters on, one back, or half a letter up or down.
fn is_jump(last: &Drawn, next: &Drawn) -> bool {
    let size = last.along.hypot().max(f64::MIN_POSITIVE);
    let way = next.at - last.at;
    let (along, across) = (way.dot(last.along) / size, way.cross(last.along) / size);
    along > 2.0 * size || along < -size || across.abs() > 0.5 * size
}

/// A line of a page; three letters that nobody can name might be a mark.
fn hold_line(line: &str) -> Result<(), IntakeFault> {
    let unnamed = line.matches(char::REPLACEMENT_CHARACTER).count();
    if unnamed >= 3 && unnamed * 2 >= line.chars().filter(|c| !c.is_whitespace()).count() {
        return Err(Unseen::Pdf.into());
    }
    hold(line)
}

impl<'a> Device<'a> for Letters {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {
        self.step();
    }

    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {
        self.step();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.step();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.step();
    }

    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        self.step();
        match glyph.as_unicode() {
            Some(BfString::Char(letter)) => self.text.push(letter),
            Some(BfString::String(letters)) => self.text.push_str(&letters),
            // A space, which some programs do not name.
            None if matches!(glyph, Glyph::Outline(shape) if shape.outline().elements().is_empty()) => return,
            None => {
                self.text.push(char::REPLACEMENT_CHARACTER);
                self.unnamed += 1;
            }
        }
        self.drawn_count += 1;
        let placed = transform * glyph_transform;
        let at = placed * Point::ZERO;
        // An outline has a thousand units to the em.
        let along = (placed * Point::new(1000.0, 0.0)) - at;
        self.drawn.push(Drawn { end: self.text.len(), at, along });
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {
        self.step();
    }

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
