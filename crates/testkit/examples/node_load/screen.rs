//! One of the viewers looks at a screen: chromium with the Situation page open, run by a script that tells when the cell
//! that an entry is about has changed and was painted. Both sides read the machine's clock.

use std::{
    path::Path,
    process::Stdio,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    time::{Instant, timeout, timeout_at},
};

/// A cold browser on a busy machine.
const OPENS_WITHIN: Duration = Duration::from_mins(2);

/// What a screen shows.
pub struct Screen {
    lines: Lines<BufReader<ChildStdout>>,
    // Ended with this.
    _browser: Child,
}

/// A change of the cell.
#[derive(Deserialize)]
struct Change {
    /// When it was painted, in milliseconds since 1970.
    at_ms: u64,
    /// What the cell says since.
    text: String,
}

impl Screen {
    /// Opens the page before this account and waits until the cell stands there.
    pub async fn open(script: &Path, node: &str, account: &str, cell: &str) -> Result<Self> {
        let mut browser = Command::new("node")
            .arg(script)
            .env("SCREEN_URL", format!("http://{node}"))
            .env("SCREEN_ACCOUNT", account)
            .env("SCREEN_CELL", cell)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("starting {}", script.display()))?;
        let stdout = browser.stdout.take().context("the browser says nothing")?;
        let mut lines = BufReader::new(stdout).lines();
        match timeout(OPENS_WITHIN, lines.next_line()).await.context("the browser takes too long")?? {
            Some(line) if line == "ready" => Ok(Self { lines, _browser: browser }),
            other => bail!("the browser says {other:?}"),
        }
    }

    /// When the cell showed these words, in milliseconds since 1970; nothing where it did not until then.
    pub async fn shows(&mut self, words: &str, until: Instant) -> Result<Option<u64>> {
        loop {
            let Ok(line) = timeout_at(until, self.lines.next_line()).await else { return Ok(None) };
            let change: Change = serde_json::from_str(&line?.context("the browser ended")?)?;
            if change.text.contains(words) {
                return Ok(Some(change.at_ms));
            }
        }
    }
}

/// The machine's clock, in milliseconds since 1970.
pub fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
