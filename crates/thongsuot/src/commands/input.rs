//! Reading what the user names, with messages that say which file and why.

use crate::outcome::Fault;
use app::NodeConfig;
use calendar::Instant;
use std::path::Path;

/// The bytes of a file; nothing of them stands in the message when it fails.
pub fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>, Fault> {
    let size = std::fs::metadata(path).map_err(|error| cannot_read(path, &error))?.len();
    if size > limit {
        return Err(Fault::input(format!("{}: {size} bytes, more than the {limit} taken", path.display())));
    }
    std::fs::read(path).map_err(|error| cannot_read(path, &error))
}

fn cannot_read(path: &Path, error: &std::io::Error) -> Fault {
    let what = format!("cannot read {}: {error}", path.display());
    match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::IsADirectory => Fault::input(what),
        _ => Fault::environment(what),
    }
}

/// The node's configuration.
pub fn config(path: Option<&Path>) -> Result<NodeConfig, Fault> {
    NodeConfig::read_or_default(path).map_err(|fault| match fault {
        app::ConfigFault::Faulty(faults) => Fault::inputs(faults.iter().map(ToString::to_string).collect()),
        unreadable @ app::ConfigFault::Unreadable { .. } => Fault::input(unreadable).hint(
            "docs/guides/first-campaign.md has one to begin with; without --config nothing is measured",
        ),
    })
}

/// A folder to be written: it does not exist, or is empty.
pub fn fresh_folder(flag: &str, path: &Path) -> Result<(), Fault> {
    let name = path.display();
    match std::fs::read_dir(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
            Err(Fault::input(format!("{flag} {name}: a file is in the way"))
                .hint("name a folder that does not exist"))
        }
        Err(error) => Err(Fault::environment(format!("{flag} {name}: {error}"))),
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(Fault::input(format!("{flag} {name}: the folder is not empty"))
                .hint("name a folder that does not exist; what is in this one is left as it is")),
        },
    }
}

/// Whether this node may take a letter with a secrecy mark.
pub fn taking(config: &NodeConfig) -> Result<access::secrecy::Taking, Fault> {
    app::taking(config, &app::Routes::read()).map_err(|ties| {
        let reasons = ties.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        Fault::input(format!("node.isolated is set, but {reasons}")).hint(
            "an isolated node has no uplink, no notifier and no default route; unset node.isolated otherwise",
        )
    })
}

/// A moment typed on the command line; one without a zone is refused.
pub fn moment(flag: &str, text: &str) -> Result<Instant, Fault> {
    calendar::parse_moment(text).map_err(|fault| {
        Fault::input(format!("{flag} {text}: {fault}"))
            .hint("write 2027-02-06T00:00:00+07:00 or lunar:2027-01-01T00:00")
    })
}

/// The organisation that `--organisation` names, where it names one.
pub fn organisation(text: Option<String>) -> Result<Option<journal::Slug>, Fault> {
    let read = |text: String| {
        journal::Slug::new(text.clone())
            .map_err(|fault| Fault::input(format!("--organisation {text}: {fault}")))
    };
    text.map(read).transpose()
}

/// Prints one JSON value and a line end.
pub fn print_json(value: &impl serde::Serialize) -> Result<(), Fault> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Fault::environment(format!("cannot print the answer: {error}")))?;
    print_line(&text)
}

/// Prints one line.
pub fn print_line(text: &str) -> Result<(), Fault> {
    print_whole(&format!("{text}\n"))
}

/// Prints a text that has its line ends; a closed pipe is the reader's choice and no fault.
pub fn print_whole(text: &str) -> Result<(), Fault> {
    use std::io::Write;
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Fault::environment(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// A runtime for what waits on sockets and the database.
pub fn runtime() -> Result<tokio::runtime::Runtime, Fault> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Fault::environment(format!("cannot start the runtime: {error}")))
}
