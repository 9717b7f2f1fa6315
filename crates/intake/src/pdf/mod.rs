//! The words of a pdf (ISO 32000): held against the rule on secrecy marks as far as one can be looked for in them (what
//! is drawn as letters; titles, annotations, the values of forms), and read as a letter.
//!
//! hayro bounds neither what a stream unpacks to nor how long it draws. So every stream is unpacked here first and
//! thrown away, filters that this does not cover are refused, each step of drawing is counted, and all of it happens on
//! a thread of its own whose panic is a refusal. What this cannot stop is an endless loop between two steps: then the
//! caller waits no longer and refuses, and the thread goes on.

mod look;
mod pen;
mod streams;
mod strings;
mod text;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError, mpsc},
    time::Duration,
};

use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use hayro_syntax::{Pdf, page::Page};
use kurbo::{Affine, Rect};

use self::{
    pen::{PageDrawn, Pen},
    streams::check_streams,
    strings::words_of,
};
use crate::{IntakeFault, Unseen, bounds, paper::PaperFault};

/// What is drawn with a font that the pdf names and does not hold: only the places of letters are taken from it.
const STAND_IN: &[u8] = include_bytes!("../../../typeset/fonts/LiberationSerif-Regular.ttf");
/// Looked at one after another: each may take some hundreds of megabytes.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Refuses a pdf with a mark, and one whose words cannot be looked at. One of pictures alone has none.
pub(crate) fn look(bytes: &[u8]) -> Result<(), IntakeFault> {
    on_a_thread(bytes, |pdf| {
        for object in pdf.objects() {
            words_of(&object, 0)?;
        }
        let mut pen = Pen::default();
        for page in pdf.pages().iter() {
            draw(pdf, page, Annotations::Drawn, &mut pen);
            look::page(&pen.take())?;
        }
        pen.check_names().map_err(IntakeFault::from)
    })
}

/// The letter's text in normal form C. The rule on secrecy marks is for whoever calls.
pub(crate) fn text(bytes: &[u8]) -> Result<String, PaperFault> {
    on_a_thread(bytes, |pdf| {
        let mut pen = Pen::reading();
        let mut letter = text::Pages::default();
        for page in pdf.pages().iter() {
            draw(pdf, page, Annotations::LeftOut, &mut pen);
            let drawn = pen.take();
            let beside = annotations(pdf, page, drawn.count(), &mut pen);
            letter.add(page, &drawn, beside);
        }
        pen.check_names()?;
        letter.text()
    })
}

/// Whether what was put upon a page is drawn with it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Annotations {
    Drawn,
    LeftOut,
}

/// Draws a page on paper of its own.
fn draw<'a>(pdf: &'a Pdf, page: &'a Page<'a>, annotations: Annotations, pen: &mut Pen) {
    let stand_in: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(STAND_IN);
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings {
        font_resolver: Arc::new(move |_| Some((Arc::clone(&stand_in), 0))),
        render_annotations: annotations == Annotations::Drawn,
        ..InterpreterSettings::default()
    };
    let whole = Rect::new(0.0, 0.0, 1e6, 1e6);
    let mut context = Context::new(Affine::IDENTITY, whole, &cache, pdf.xref(), settings);
    interpret_page(page, &mut context, pen);
}

/// What annotations draw on a page: whatever comes after the page's own letters, of which there are so many.
fn annotations<'a>(pdf: &'a Pdf, page: &'a Page<'a>, own: usize, pen: &mut Pen) -> Option<PageDrawn> {
    page.raw().contains_key(b"Annots").then(|| {
        draw(pdf, page, Annotations::Drawn, pen);
        pen.take().after(own)
    })
}

/// Opens a pdf within bounds and does something with it where its panic or its patience is a refusal.
fn on_a_thread<T: Send + 'static, E: From<Unseen> + Send + 'static>(
    bytes: &[u8],
    work: impl FnOnce(&Pdf) -> Result<T, E> + Send + 'static,
) -> Result<T, E> {
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    check_streams(bytes)?;
    let (bytes, (send, receive)) = (bytes.to_vec(), mpsc::channel());
    let opened = move || {
        let pdf = Pdf::new(bytes).map_err(|_| Unseen::Pdf)?;
        if pdf.pages().is_empty() || pdf.pages().len() > bounds::MAX_PAGES {
            return Err(Unseen::Pdf.into());
        }
        work(&pdf)
    };
    let run = move || {
        let done = catch_unwind(AssertUnwindSafe(opened));
        // Nobody waits any more where this took too long.
        let _ = send.send(done.unwrap_or(Err(Unseen::Pdf.into())));
    };
    let thread =
        std::thread::Builder::new().name("pdf".to_owned()).stack_size(bounds::STACK_BYTES).spawn(run);
    thread.map_err(|_| Unseen::Pdf)?;
    receive.recv_timeout(Duration::from_secs(bounds::MAX_SECONDS)).unwrap_or(Err(Unseen::Pdf.into()))
}
