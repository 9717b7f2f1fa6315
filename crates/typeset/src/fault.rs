//! What can go wrong between a template and a document: the template, the fonts, or the export.

use typst::{World as _, WorldExt as _, diag::SourceDiagnostic};

use crate::world::TemplateWorld;

/// Why there is no document. All but `TooLarge` and `TooManyPixels` are faults of the program and not of the person who asked for it.
#[derive(Debug, thiserror::Error)]
pub enum TypesetFault {
    /// The document would take more memory than it may.
    #[error("{bytes} bytes of text are too much for one PDF, which holds {} at most", crate::MAX_DATA_BYTES)]
    TooLarge {
        /// Length of its data.
        bytes: usize,
    },
    /// The pages would make larger pictures than they may.
    #[error("{pixels} pixels are too many for a picture, which has {} at most", crate::MAX_PIXELS)]
    TooManyPixels {
        /// How many they would have.
        pixels: u64,
    },
    /// The template or its data did not compile.
    #[error("template line {line}: {what}")]
    Source {
        /// Line of the template, from 1; 0 where the fault has no place.
        line: usize,
        /// What the compiler said.
        what: String,
    },
    /// A font carried in the program could not be read.
    #[error("bundled font {name} is damaged")]
    Font {
        /// File name of the font.
        name: &'static str,
    },
    /// The pages were laid out but could not be written as a PDF.
    #[error("export to PDF: {what}")]
    Export {
        /// What the exporter said.
        what: String,
    },
}

impl TypesetFault {
    /// The first of the compiler's faults with its line.
    pub(crate) fn compile(world: &TemplateWorld, faults: &[SourceDiagnostic]) -> Self {
        let Some(first) = faults.first() else {
            return Self::Source { line: 0, what: "no reason given".to_owned() };
        };
        let line = world.range(first.span).and_then(|range| {
            let source = world.source(world.main()).ok()?;
            source.lines().byte_to_line(range.start)
        });
        Self::Source { line: line.map_or(0, |line| line + 1), what: first.message.to_string() }
    }

    /// The first of the exporter's faults.
    pub(crate) fn export(faults: &[SourceDiagnostic]) -> Self {
        let what =
            faults.first().map_or_else(|| "no reason given".to_owned(), |fault| fault.message.to_string());
        Self::Export { what }
    }
}
