//! `drill`: a campaign played in simulated time against a time line of troubles, at once or before an audience.

use std::{
    io::Write,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use super::input;
use crate::{
    args::{Drill, Format},
    outcome::{Answer, Fault, Outcome, say},
};
use campaign::Campaign;
use drill::{Audience, DrillFault, DrillFile, Layout, Order, Told};
use report::Language;

/// Progress is told once for so many hours played.
const HOURS_TOLD: i64 = 24;

/// Runs it.
pub fn run(flags: &Drill) -> Outcome {
    let Read { file, campaign, bytes } = read(&flags.file)?;
    let (data, kept) = data_directory(flags.data.as_deref())?;
    // Before the drill is played: what it takes a minute to find out must not be lost to a name that is taken.
    let out = flags.out.as_deref().map(|path| Ok((path, create(path)?))).transpose()?;
    let stop = Arc::new(AtomicBool::new(false));
    // Its tasks end with it.
    let watching = input::runtime()?;
    let told_to_stop = Arc::clone(&stop);
    watching.spawn(async move {
        app::told_to_stop().await;
        told_to_stop.store(true, Ordering::Relaxed);
    });
    let order = Order { file, campaign: bytes, seed: flags.seed, data };
    let answer = match flags.play {
        Some(speed) => before_people(order, (speed, flags.listen), &campaign, &stop)?,
        None => at_once(order, &stop)?,
    };
    let told = Told { answer: &answer, campaign: &campaign, language: Language::Vietnamese };
    if let Some((path, mut file)) = out {
        file.write_all(told.text(Layout::Markdown).as_bytes())
            .map_err(|error| Fault::environment(format!("cannot write {}: {error}", path.display())))?;
    }
    match flags.format {
        Format::Json => input::print_json(&answer)?,
        Format::Text => input::print_line(told.text(Layout::Plain).trim_end())?,
    }
    if let Some(data) = flags.data.as_deref().map(Path::display) {
        say(format_args!("hint: the drill's node is called {}; its journal is in {data}", drill::NAME));
    }
    drop(kept);
    Ok(Answer::Yes)
}

/// A drill that was read beside its campaign.
struct Read {
    file: DrillFile,
    campaign: Campaign,
    bytes: Vec<u8>,
}

fn read(path: &Path) -> Result<Read, Fault> {
    let name = path.display().to_string();
    let bytes = input::bytes(path, drill::MAX_BYTES as u64)?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|fault| Fault::input(format!("{name}: not UTF-8 at byte {}", fault.valid_up_to())))?;
    let faulty =
        |faults: Vec<campaign::Fault>| Fault::inputs(faults.iter().map(ToString::to_string).collect());
    let beside = path.with_file_name(drill::campaign_named(text, &name).map_err(faulty)?);
    let taking = input::taking(&input::config(None)?)?;
    let read = app::read_campaign(&beside, taking);
    let read =
        read.map_err(|fault| super::fault_of(fault).hint(format!("{name} names it as drill.campaign")))?;
    let file = drill::parse(text, &name, &read.campaign).map_err(faulty)?;
    Ok(Read { file, campaign: read.campaign, bytes: read.bytes })
}

/// Plays as fast as it goes. Half an answer that nobody watched is none.
fn at_once(order: Order, stop: &AtomicBool) -> Result<drill::Answer, Fault> {
    let (from, hours) = (order.file.from, order.file.to.ms_since(order.file.from) / 3_600_000);
    let answer = drill::play_before(order, None, stop, &mut |hour| {
        let played = hour.ms_since(from) / 3_600_000;
        if played % HOURS_TOLD == 0 && played > 0 {
            say(format_args!("{played} of {hours} hours played"));
        }
    });
    let answer = answer.map_err(fault_of)?;
    if answer.to < answer.planned_to {
        let played = answer.to.ms_since(from) / 3_600_000;
        return Err(Fault::environment(format!("stopped after {played} of {hours} hours")));
    }
    Ok(answer)
}

/// Plays before people, on a board of this machine.
fn before_people(
    order: Order,
    (speed, address): (u32, SocketAddr),
    campaign: &Campaign,
    stop: &AtomicBool,
) -> Result<drill::Answer, Fault> {
    if !address.ip().is_loopback() {
        let fault = Fault::input(format!("--listen {address}: is reachable from other machines"));
        return Err(fault.hint("a drill is served on this machine alone: write 127.0.0.1:PORT"));
    }
    let listen = |source| super::fault_of(app::AppFault::Listen { address, source });
    let listener = TcpListener::bind(address).map_err(listen)?;
    let bound = listener.local_addr().map_err(listen)?;
    app::log_to_stderr();
    let app::OneTime { password, hash } = app::one_time().map_err(super::fault_of)?;
    let mut ready = Some(|| {
        say(format_args!("drill on http://{bound}, {speed} s of it in a second; nothing on it is real"));
        say(format_args!("sign in, for this drill alone, with the password {password} as:"));
        for drill::SignIn { login, role } in drill::sign_ins(campaign) {
            say(format_args!("  {login}   ({role})"));
        }
        say(format_args!("Ctrl-C ends it with the answer so far"));
    });
    let mut serve = |store: &app::Store| {
        app::stand(store, &listener, speed)?;
        if let Some(ready) = ready.take() {
            ready();
        }
        Ok(())
    };
    let audience = Audience { speed, password_hash: hash, serve: &mut serve };
    drill::play_before(order, Some(audience), stop, &mut |_| ()).map_err(fault_of)
}

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
        DrillFault::Campaign(_)
        | DrillFault::Issue(_)
        | DrillFault::Accounts(_)
        | DrillFault::Prepare { .. }
        | DrillFault::Word { .. } => Fault::input(fault),
        DrillFault::Open(_)
        | DrillFault::Restart { .. }
        | DrillFault::Read { .. }
        | DrillFault::Runtime(_)
        | DrillFault::Serve(_) => Fault::environment(fault),
    }
}
