//! `drill`: a campaign played in simulated time against a time line of troubles.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use super::input;
use crate::{
    args::{Drill, Format},
    outcome::{Answer, Fault, Outcome},
};
use drill::{DrillFault, Layout, Order, Told};
use report::Language;

/// Runs it.
pub fn run(flags: &Drill) -> Outcome {
    let name = flags.file.display().to_string();
    let bytes = input::bytes(&flags.file, drill::MAX_BYTES as u64)?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|fault| Fault::input(format!("{name}: not UTF-8 at byte {}", fault.valid_up_to())))?;
    let faulty =
        |faults: Vec<campaign::Fault>| Fault::inputs(faults.iter().map(ToString::to_string).collect());
    let beside = flags.file.with_file_name(drill::campaign_named(text, &name).map_err(faulty)?);
    let taking = input::taking(&input::config(None)?)?;
    let read = app::read_campaign(&beside, taking);
    let read =
        read.map_err(|fault| super::fault_of(fault).hint(format!("{name} names it as drill.campaign")))?;
    let file = drill::parse(text, &name, &read.campaign).map_err(faulty)?;
    let (data, kept) = data_directory(flags.data.as_deref())?;
    // Before the drill is played: what it takes a minute to find out must not be lost to a name that is taken.
    let out = flags.out.as_deref().map(|path| Ok((path, create(path)?))).transpose()?;
    let hours = file.to.ms_since(file.from) / 3_600_000;
    let from = file.from;
    let order = Order { file, campaign: read.bytes, seed: flags.seed, data };
    let answer = drill::play(order, &mut |hour| {
        let played = hour.ms_since(from) / 3_600_000;
        if played % HOURS_TOLD == 0 && played > 0 {
            eprintln!("{played} of {hours} hours played");
        }
    });
    let answer = answer.map_err(fault_of)?;
    let told = Told { answer: &answer, campaign: &read.campaign, language: Language::Vietnamese };
    if let Some((path, mut file)) = out {
        file.write_all(told.text(Layout::Markdown).as_bytes())
            .map_err(|error| Fault::environment(format!("cannot write {}: {error}", path.display())))?;
    }
    match flags.format {
        Format::Json => input::print_json(&answer)?,
        Format::Text => input::print_line(told.text(Layout::Plain).trim_end())?,
    }
    if let Some(data) = flags.data.as_deref().map(Path::display) {
        eprintln!("hint: the drill's node is called {}; its journal is in {data}", drill::NAME);
    }
    drop(kept);
    Ok(Answer::Yes)
}

/// Progress is told once for so many hours played.
const HOURS_TOLD: i64 = 24;

fn create(path: &Path) -> Result<std::fs::File, Fault> {
    std::fs::File::create_new(path).map_err(|error| {
        let fault = Fault::input(format!("--out {}: {error}", path.display()));
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            fault.hint("the file exists and is left as it is; name another")
        } else {
            fault
        }
    })
}

/// The data directory named, or one that goes when it is dropped.
fn data_directory(named: Option<&Path>) -> Result<(PathBuf, Option<tempfile::TempDir>), Fault> {
    if let Some(path) = named {
        input::fresh_folder("--data", path)?;
        return Ok((path.to_owned(), None));
    }
    let made = tempfile::Builder::new().prefix("thongsuot-drill-").tempdir_in(drill::memory());
    let made = made.map_err(|error| Fault::environment(format!("cannot make a data directory: {error}")))?;
    Ok((made.path().join("data"), Some(made)))
}

fn fault_of(fault: DrillFault) -> Fault {
    match fault {
        DrillFault::Campaign(_) | DrillFault::Issue(_) | DrillFault::Prepare { .. } => Fault::input(fault),
        DrillFault::Open(_) | DrillFault::Read(_) | DrillFault::Runtime(_) => Fault::environment(fault),
    }
}
