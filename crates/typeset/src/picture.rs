//! Draws laid-out pages as pictures.
//!
//! The pages are drawn from the PDF that they are written as, by the same program that looks into PDFs handed in: a
//! picture then shows what the document shows.

use hayro::{
    RenderCache, RenderSettings,
    hayro_interpret::InterpreterSettings,
    hayro_syntax::{Pdf, page::Page},
    render,
    vello_cpu::{Pixmap, color::palette::css::WHITE},
};

use crate::TypesetFault;

/// The most that the pages of one document may have together: drawing was reckoned at twelve bytes for each, and a
/// picture of a page's width is then some eight pages of A4 long, more than anybody scrolls through in a chat.
pub const MAX_PIXELS: u64 = 12_000_000;
/// Points of an inch.
const POINTS: f32 = 72.0;

/// Every page as a PNG with so many pixels to the inch.
pub(crate) fn of_pdf(bytes: Vec<u8>, ppi: u16) -> Result<Vec<Vec<u8>>, TypesetFault> {
    let broken = |what: &str| TypesetFault::Export { what: what.to_owned() };
    let pdf = Pdf::new(bytes).map_err(|_| broken("the pages do not read back"))?;
    let scale = f32::from(ppi) / POINTS;
    let pixels: u64 = pdf.pages().iter().map(|page| pixels(page, scale)).sum();
    if pixels > MAX_PIXELS {
        return Err(TypesetFault::TooManyPixels { pixels });
    }
    let cache = RenderCache::new();
    let settings =
        RenderSettings { x_scale: scale, y_scale: scale, bg_color: WHITE, ..RenderSettings::default() };
    let draw = |page| {
        let drawn = render(page, &cache, &InterpreterSettings::default(), &settings);
        packed(&drawn).map_err(|fault| broken(&fault.to_string()))
    };
    pdf.pages().iter().map(draw).collect()
}

/// In shades of grey, since pages have nothing else: a quarter of the bytes on a slow line.
fn packed(drawn: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, drawn.width().into(), drawn.height().into());
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    // Letters on white repeat themselves; differences of neighbouring rows do not.
    encoder.set_filter(png::Filter::NoFilter);
    let grey: Vec<u8> = drawn.data_as_u8_slice().chunks_exact(4).map(luminance).collect();
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&grey)?;
    writer.finish()?;
    Ok(bytes)
}

/// How light a pixel of red, green, blue and opacity is (ITU-R BT.601); the paper below is white and opaque.
fn luminance(pixel: &[u8]) -> u8 {
    let weighted: u32 =
        pixel.iter().zip([299, 587, 114]).map(|(part, weight)| u32::from(*part) * weight).sum();
    (weighted / 1_000) as u8
}

/// How many a page has; a side that is longer than a picture can be counts as too many by itself.
fn pixels(page: &Page<'_>, scale: f32) -> u64 {
    let (width, height) = page.render_dimensions();
    let side = |points: f32| {
        let pixels = (points * scale).floor().max(0.0) as u64;
        if pixels > u64::from(u16::MAX) { MAX_PIXELS + 1 } else { pixels }
    };
    side(width).max(1).saturating_mul(side(height).max(1))
}
