//! What every list that is read by key is asked by.

use serde::Deserialize;
use store::PageAsked;
use utoipa::IntoParams;

/// Lines on a page unless asked otherwise: a few screens.
const LINES: usize = 100;

/// Which page of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Page {
    /// `next` of the page before.
    pub after: Option<String>,
    /// Lines on the page, at most 500; 100 where absent.
    pub limit: Option<usize>,
}

impl From<Page> for PageAsked {
    fn from(page: Page) -> Self {
        asked(page.after, page.limit)
    }
}

/// The page that a list with parameters of its own is asked for.
pub fn asked(after: Option<String>, limit: Option<usize>) -> PageAsked {
    PageAsked { after, limit: limit.unwrap_or(LINES) }
}
