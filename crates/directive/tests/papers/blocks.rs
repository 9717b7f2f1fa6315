//! A letter typed as text, as the blocks an office would set it in: lines, the two columns of its form, tables.

/// What stands in a letter, one below the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// One line of the text: a paragraph.
    Line(String),
    /// An empty line.
    Blank,
    /// Two columns side by side, without lines between.
    Columns(Vec<String>, Vec<String>),
    /// A ruled table.
    Table(Vec<Vec<String>>),
}

/// Fewest spaces between the columns of a text.
const GAP: &str = "   ";

/// The blocks of a text.
pub fn blocks(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let rows = lines[at..].iter().take_while(|line| cells(line).len() > 1).count();
        if rows > 1 {
            found.push(Block::Table(lines[at..at + rows].iter().map(|line| cells(line)).collect()));
            at += rows;
        } else if let Some((columns, after)) = columns(&lines, at) {
            found.push(columns);
            at = after;
        } else {
            let line = lines[at].trim();
            found.push(if line.is_empty() { Block::Blank } else { Block::Line(line.to_owned()) });
            at += 1;
        }
    }
    found
}

fn cells(line: &str) -> Vec<String> {
    line.trim().split('\t').map(|cell| cell.trim().to_owned()).collect()
}

/// The two parts of a line with a wide gap; nothing on the left of one that is set far in.
fn parts(line: &str) -> Option<(&str, &str)> {
    const FAR_IN: usize = 24;
    let bare = line.trim_start();
    let set_in = line.chars().count() - bare.chars().count();
    match bare.find(GAP) {
        Some(gap) => Some((&bare[..gap], bare[gap..].trim())),
        None if set_in >= FAR_IN => Some(("", bare)),
        None => Some((bare, "")),
    }
}

/// Two columns that begin at a line: those of a letter's head or foot.
fn columns(lines: &[&str], at: usize) -> Option<(Block, usize)> {
    let opens = |line: &str| {
        let (left, right) = parts(line)?;
        let form =
            right.starts_with("CỘNG H") || right.starts_with("ĐẢNG CỘNG") || left.starts_with("Nơi nhận");
        (form && !right.is_empty()).then_some(())
    };
    opens(lines[at])?;
    let (mut left, mut right, mut after) = (Vec::new(), Vec::new(), at);
    for (place, line) in lines.iter().enumerate().skip(at) {
        if line.is_empty() {
            continue;
        }
        if ["Kính gửi", "CHỈ THỊ", "CÔNG ĐIỆN", "KẾ HOẠCH"].iter().any(|words| line.trim().starts_with(words))
        {
            break;
        }
        let (a, b) = parts(line)?;
        left.extend((!a.is_empty()).then(|| a.trim().to_owned()));
        right.extend((!b.is_empty()).then(|| b.trim().to_owned()));
        after = place + 1;
    }
    Some((Block::Columns(left, right), after))
}
