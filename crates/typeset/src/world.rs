//! The closed world a template is compiled in: itself, its data and the bundled fonts.

use std::sync::LazyLock;

use typst::{
    Library, LibraryExt as _, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use crate::TypesetFault;

/// The name under which a template finds its data.
pub const DATA_FILE: &str = "data.json";

/// Liberation Serif: the metrics of Times New Roman under a licence that lets us carry it (see `fonts/NOTICE`).
const FONT_FILES: [(&str, &[u8]); 4] = [
    ("LiberationSerif-Regular.ttf", include_bytes!("../fonts/LiberationSerif-Regular.ttf")),
    ("LiberationSerif-Bold.ttf", include_bytes!("../fonts/LiberationSerif-Bold.ttf")),
    ("LiberationSerif-Italic.ttf", include_bytes!("../fonts/LiberationSerif-Italic.ttf")),
    ("LiberationSerif-BoldItalic.ttf", include_bytes!("../fonts/LiberationSerif-BoldItalic.ttf")),
];

/// What every document shares: built once, since the library alone takes some milliseconds.
struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: FileId,
    data: FileId,
}

static PRESS: LazyLock<Result<Press, &'static str>> = LazyLock::new(Press::set_up);

impl Press {
    fn set_up() -> Result<Self, &'static str> {
        let mut fonts = Vec::with_capacity(FONT_FILES.len());
        for (name, bytes) in FONT_FILES {
            fonts.push(Font::new(Bytes::new(bytes), 0).ok_or(name)?);
        }
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: file_id("main.typ").ok_or("main.typ")?,
            data: file_id(DATA_FILE).ok_or(DATA_FILE)?,
        })
    }
}

fn file_id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// One template with its data.
pub(crate) struct TemplateWorld {
    press: &'static Press,
    source: Source,
    data: Bytes,
}

impl TemplateWorld {
    pub(crate) fn new(source: &str, data: &[u8]) -> Result<Self, TypesetFault> {
        let press = PRESS.as_ref().map_err(|name| TypesetFault::Font { name })?;
        Ok(Self {
            press,
            source: Source::new(press.main, source.to_owned()),
            data: Bytes::new(data.to_vec()),
        })
    }
}

impl World for TemplateWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.press.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.press.main { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.press.data { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    /// No clock: a document that carries a date gets it with its data.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
