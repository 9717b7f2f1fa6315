//! Signatures in pdfs against PyPI's `pyhanko`: it signs afresh, and has a second opinion on what the crate `pades` says of
//! the files, as they were signed and with bytes of them turned, cut off or appended.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::Context;
use serde_json::Value;

use crate::fault::Fault;
use crate::results::Run;
use crate::steps::run as run_command;
use crate::workspace;

/// The versions whose words are kept in the page; the second holds the clock.
const PACKAGES: [&str; 2] = ["pyhanko==0.38.0", "freezegun==1.5.5"];
const SIGNS: &str = "testdata/pades/make_fixtures.py";
const SECOND: &str = "testdata/pades/second_opinion.py";
/// An hour after the clock that stands still while `SIGNS` runs.
const TAKEN_IN: &str = "2026-11-20T10:00:00+07:00";
/// One byte in so many is turned: a prime, so that both digits of hex come up and every place in a line.
const STEP: usize = 97;

/// Signed files, and how many of their signatures hold.
const HOLD: [(&str, usize); 14] = [
    ("rsa.pdf", 1),
    ("rsa-pss.pdf", 1),
    ("pkcs7.pdf", 1),
    ("ecdsa.pdf", 1),
    ("ecdsa-p384.pdf", 1),
    ("certified.pdf", 1),
    ("mail.pdf", 1),
    ("stamped.pdf", 1),
    ("stamped-by-other.pdf", 1),
    ("stamped-by-person.pdf", 1),
    ("document-stamp.pdf", 2),
    ("twice.pdf", 2),
    ("appended.pdf", 1),
    ("changed-between.pdf", 2),
];
/// Files that are not to hold.
const FAIL: [&str; 17] = [
    "moved-gap.pdf",
    "early.pdf",
    "client.pdf",
    "going-round.pdf",
    "long-salt.pdf",
    "expired.pdf",
    "unknown.pdf",
    "server.pdf",
    "encipher.pdf",
    "by-person.pdf",
    "beyond.pdf",
    "far.pdf",
    "sha1.pdf",
    "weak.pdf",
    "issued-by-sha1.pdf",
    "conditions.pdf",
    "unsigned.pdf",
];
/// Those of which the other program thinks better, and why that is so.
const STRICTER: [(&str, &str); 5] = [
    ("long-salt.pdf", "ring checks PSS with a salt as long as the digest alone"),
    ("client.pdf", "the purposes of the signer's certificate are asked here, not there by default"),
    ("server.pdf", "the purposes of the signer's certificate are asked here, not there by default"),
    ("far.pdf", "eleven certificates in a chain are too many here"),
    ("conditions.pdf", "limits of names are kept there, and refused here"),
];

/// Signs, turns, cuts, appends, and compares.
pub fn run(python: &str) -> Result<Run, Fault> {
    let root = workspace::root();
    run_command(&root, &[&[python, "-m", "pip", "install", "--quiet"][..], &PACKAGES].concat())?;
    run_command(&root, &["cargo", "build", "--quiet", "--locked", "-p", "pades", "--example", "examine"])?;
    let start = Instant::now();
    let folder = workspace::target().join("peers-signing");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| format!("clearing {}", folder.display()))?;
    }
    run_command(&root, &[python, SIGNS, &folder.display().to_string()])?;
    let both = Both { python, folder: &folder };
    let signed = both.signed()?;
    let turned = both.turned()?;
    let grown = both.grown()?;
    Ok(Run {
        title: format!("signatures in pdfs against {}", PACKAGES[0]),
        command: format!("python {SIGNS}; cargo run -p pades --example examine; python {SECOND}"),
        output: [signed, turned, grown].concat().join("\n"),
        seconds: start.elapsed().as_secs_f64(),
    })
}

/// The two programs, and the files they are asked about.
struct Both<'b> {
    python: &'b str,
    folder: &'b Path,
}

/// What both say of one file.
struct Said {
    ours: Value,
    theirs: Value,
}

impl Said {
    /// Whether our answer is that everything in the file holds, and there is something.
    fn holds(&self) -> bool {
        let seals = self.seals();
        !seals.is_empty() && seals.iter().all(|seal| seal["holds"] == true)
    }

    /// Whether theirs is.
    fn holds_there(&self) -> bool {
        let seals = self.theirs["seals"].as_array().map_or(&[][..], Vec::as_slice);
        !seals.is_empty() && seals.iter().all(|seal| seal["intact"] == true && seal["trusted"] == true)
    }

    /// Whether the same signatures cover all of the file.
    fn agrees_on_the_end(&self) -> bool {
        let theirs = self.theirs["seals"].as_array().map_or(&[][..], Vec::as_slice);
        let ours = self.seals().iter().map(|seal| seal["unsigned_bytes"] == 0);
        ours.eq(theirs.iter().map(|seal| seal["whole"] == true))
    }

    fn seals(&self) -> &[Value] {
        self.ours["seals"].as_array().map_or(&[], Vec::as_slice)
    }
}

impl Both<'_> {
    /// The files as they were signed.
    fn signed(&self) -> Result<Vec<String>, Fault> {
        let names: Vec<&str> = HOLD.iter().map(|(name, _)| *name).chain(FAIL).collect();
        let said = self.ask(&names.iter().map(|name| self.folder.join(name)).collect::<Vec<_>>())?;
        let mut lines = Vec::new();
        for (name, said) in names.iter().zip(&said) {
            let expected = HOLD.iter().find(|(one, _)| one == name).map_or(0, |(_, count)| *count);
            let is_right =
                if expected == 0 { !said.holds() } else { said.holds() && said.seals().len() == expected };
            if !is_right {
                return Err(Fault::no(format!("{name}: {}", said.ours)));
            }
            let stricter = STRICTER.iter().find(|(one, _)| one == name).map(|(_, why)| *why);
            if said.holds() != said.holds_there() && stricter.is_none() {
                return Err(Fault::no(format!("{name}: {} and {}", said.ours, said.theirs)));
            }
            let agreed =
                stricter.map_or("both agree".to_owned(), |why| format!("theirs lets it pass: {why}"));
            if said.holds() && !said.agrees_on_the_end() {
                return Err(Fault::no(format!("{name}: {} and {}", said.ours, said.theirs)));
            }
            lines.push(format!("{name:<22}{}; {agreed}", told(&said.ours)));
        }
        Ok(lines)
    }

    /// Every 97th byte turned in one bit.
    fn turned(&self) -> Result<Vec<String>, Fault> {
        let mut lines = vec![String::new()];
        for (name, count) in HOLD.iter().filter(|(name, _)| *name != "appended.pdf") {
            let pdf = self.read(name)?;
            let mut files = Vec::new();
            for at in (0..pdf.len()).step_by(STEP) {
                let mut turned = pdf.clone();
                turned[at] ^= 1;
                files.push(self.write(&format!("turned-{at}-{name}"), &turned)?);
            }
            let stamps =
                |said: &Said| said.seals().iter().filter(|seal| !seal["stamped_at"].is_null()).count();
            let whole = self.ask(&[self.folder.join(name)])?;
            let stamped = whole.first().map_or(0, stamps);
            let mut refused = 0;
            let mut stricter = 0;
            for (file, said) in files.iter().zip(self.ask(&files)?) {
                if said.holds() && said.seals().len() == *count && stamps(&said) == stamped {
                    return Err(Fault::no(format!("{} passes: {}", file.display(), said.ours)));
                }
                refused += usize::from(said.ours["fault"].is_string());
                stricter += usize::from(said.holds_there());
                std::fs::remove_file(file).with_context(|| format!("removing {}", file.display()))?;
            }
            lines.push(format!(
                "{name:<22}{} bytes turned, none passes: {refused} refused, {} told as broken or not trusted; theirs \
                 passes {stricter}",
                files.len(),
                files.len() - refused
            ));
        }
        Ok(lines)
    }

    /// Bytes behind the end, and an end that is missing.
    fn grown(&self) -> Result<Vec<String>, Fault> {
        let mut lines = vec![String::new()];
        for (name, _) in
            HOLD.iter().filter(|(_, count)| *count == 1).filter(|(name, _)| *name != "appended.pdf")
        {
            let pdf = self.read(name)?;
            let grown = self.write(&format!("grown-{name}"), &[&pdf[..], b"\n% more\n"].concat())?;
            let cut = self.write(&format!("cut-{name}"), pdf.get(..pdf.len() - 1).unwrap_or_default())?;
            let said = self.ask(&[grown, cut])?;
            let [grown, cut] = said.as_slice() else { return Err(Fault::no("an answer is missing")) };
            let seal = grown.seals().first().unwrap_or(&Value::Null);
            let is_named = seal["unsigned_from"] == pdf.len() && seal["unsigned_bytes"] == 8;
            if !is_named || cut.holds() {
                return Err(Fault::no(format!("{name}: {} and {}", grown.ours, cut.ours)));
            }
        }
        lines.push(
            "8 bytes appended to each file with one signature: named as unsigned from their first byte on"
                .to_owned(),
        );
        lines.push("the last byte cut off: refused".to_owned());
        Ok(lines)
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, Fault> {
        Ok(std::fs::read(self.folder.join(name)).with_context(|| format!("reading {name}"))?)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Fault> {
        let path = self.folder.join(name);
        std::fs::write(&path, bytes).with_context(|| format!("writing {}", path.display()))?;
        Ok(path)
    }

    /// What both say of these files.
    fn ask(&self, files: &[PathBuf]) -> Result<Vec<Said>, Fault> {
        let authority = self.folder.join("authority.pem").display().to_string();
        let ours = workspace::target().join("debug/examples/examine").display().to_string();
        let ours = answers(&[&ours, &authority, TAKEN_IN, "-"], files)?;
        let theirs = answers(&[self.python, SECOND, &authority, TAKEN_IN], files)?;
        if ours.len() != files.len() || theirs.len() != files.len() {
            return Err(Fault::no(format!(
                "{} files, {} and {} answers",
                files.len(),
                ours.len(),
                theirs.len()
            )));
        }
        Ok(ours.into_iter().zip(theirs).map(|(ours, theirs)| Said { ours, theirs }).collect())
    }
}

/// Asks a program about the files on its standard input: an answer a line.
fn answers(words: &[&str], files: &[PathBuf]) -> Result<Vec<Value>, Fault> {
    let [program, arguments @ ..] = words else { return Err(Fault::usage("a command without words")) };
    let mut command = Command::new(program);
    command.args(arguments).current_dir(workspace::root()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut asked = command.spawn().with_context(|| format!("running {program}"))?;
    let mut list = files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join("\n");
    list.push('\n');
    let mut input = asked.stdin.take().context("a program without standard input")?;
    // Beside the reading, since either may wait for the other.
    let output = std::thread::scope(|scope| {
        scope.spawn(move || input.write_all(list.as_bytes()));
        asked.wait_with_output()
    });
    let output = output.with_context(|| format!("hearing {program}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let lines = text.lines().map(serde_json::from_str).collect::<Result<Vec<Value>, _>>();
    Ok(lines.with_context(|| format!("reading what {program} says"))?)
}

/// Our answer on a file, on a line.
fn told(ours: &Value) -> String {
    if let Some(fault) = ours["fault"].as_str() {
        return format!("refused: {fault}");
    }
    let seals = ours["seals"].as_array().map_or(&[][..], Vec::as_slice);
    let one = |seal: &Value| {
        let holds = if seal["holds"] == true { "holds" } else { "does not hold" };
        let why = seal["chain"]["why"].as_str().map(str::to_owned);
        let stamped = seal["stamped_at"].as_str().map(|at| format!("stamped {at}"));
        let from = seal["unsigned_from"].as_u64();
        let unsigned = from.map(|from| format!("{} bytes unsigned from byte {from}", seal["unsigned_bytes"]));
        let words = [Some(holds.to_owned()), why, stamped, unsigned];
        words.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    seals.iter().map(one).collect::<Vec<_>>().join(" | ")
}
