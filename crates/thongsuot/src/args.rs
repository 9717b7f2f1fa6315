//! Flags and subcommands as the user types them.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::{net::SocketAddr, path::PathBuf};

/// Thông Suốt: a directive becomes a live, evidence-backed campaign.
#[derive(Debug, Parser)]
#[command(name = "thongsuot", version, about, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// How an answer is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs; the shape is documented and stable.
    Json,
}

/// How a campaign is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CampaignForm {
    /// The campaign file.
    Toml,
    /// Its keys as JSON.
    Json,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the node: journal, board, measurement, screens.
    Serve(Serve),
    /// Read a directive.
    #[command(subcommand)]
    Directive(Directive),
    /// Draft, check and ask a campaign.
    #[command(subcommand)]
    Campaign(Campaign),
    /// Write the report on a campaign, with a bundle that `verify` accepts beside it.
    Report(Report),
    /// Write everything behind one sentence of a report, with proofs, into a folder that `verify` accepts.
    Dossier(Dossier),
    /// Check a journal, a bundle, a report's folder or a dossier, without the server.
    Verify(Verify),
    /// Make, export and prove journals.
    #[command(subcommand)]
    Journal(Journal),
    /// Probe a target once.
    #[command(subcommand)]
    Measure(Measure),
    /// People and machines that may sign in.
    #[command(subcommand)]
    Account(Account),
    /// Back up a data directory while its node runs, and restore one.
    #[command(subcommand)]
    Store(Store),
    /// Certificates for the node's own listener.
    #[command(subcommand)]
    Tls(Tls),
    /// Play a campaign in simulated time against troubles: what was noticed when, what turned, what was missed.
    Drill(Drill),
    /// Say what this machine gives the program, and what is missing.
    Doctor(Doctor),
    /// Print shell completions.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
}

/// `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// The node's configuration file.
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// The data directory.
    #[arg(long)]
    pub data: PathBuf,
    /// A campaign file to issue, unless this very file is issued already.
    #[arg(long)]
    pub campaign: Option<PathBuf>,
    /// Address to listen on, instead of the configured one.
    #[arg(long)]
    pub listen: Option<SocketAddr>,
}

/// `directive …`.
#[derive(Debug, Subcommand)]
pub enum Directive {
    /// Read a letter: addressees, obligations, deadlines, citations, contacts.
    Read {
        /// The letter.
        file: PathBuf,
        /// The node's configuration: only an isolated node takes a letter with a secrecy mark.
        #[arg(long)]
        config: Option<PathBuf>,
        /// How to print.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
}

/// `campaign …`.
#[derive(Debug, Subcommand)]
pub enum Campaign {
    /// Draft a campaign file from a letter, for a person to edit.
    New {
        /// The letter.
        #[arg(long)]
        from: PathBuf,
        /// The campaign file to write; it must not exist.
        #[arg(long)]
        out: PathBuf,
        /// The node's configuration.
        #[arg(long)]
        config: Option<PathBuf>,
    },
    /// Check a campaign file and the letters it names; every fault at once.
    Check {
        /// The campaign file.
        file: PathBuf,
        /// The node's configuration: whether it takes letters with a secrecy mark, and what it may measure.
        #[arg(long)]
        config: Option<PathBuf>,
        /// How to print.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Write a campaign file as JSON, or its JSON as a campaign file, on standard output; comments stay behind.
    Convert {
        /// The file: TOML, or the JSON of its keys.
        file: PathBuf,
        /// What to write.
        #[arg(long = "as", value_enum)]
        form: CampaignForm,
        /// The node's configuration: whether it takes files with a secrecy mark.
        #[arg(long)]
        config: Option<PathBuf>,
    },
    /// How the obligations stand, or stood.
    Status {
        /// The data directory.
        #[arg(long)]
        data: PathBuf,
        /// The node's configuration.
        #[arg(long)]
        config: Option<PathBuf>,
        /// Ask how it stood at this moment, a date-time with zone.
        #[arg(long)]
        at: Option<String>,
        /// Ask what was known by then: a cursor, or a date-time with zone.
        #[arg(long)]
        known: Option<String>,
        /// How to print.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Print the deadlines of the campaign in force as a calendar file (iCalendar).
    Calendar {
        /// The data directory.
        #[arg(long)]
        data: PathBuf,
        /// The node's configuration.
        #[arg(long)]
        config: Option<PathBuf>,
        /// What one organisation owes alone.
        #[arg(long)]
        organisation: Option<String>,
    },
}

/// `report`.
#[derive(Debug, Args)]
pub struct Report {
    /// Id of the campaign.
    pub campaign: String,
    /// Which kind of document.
    #[arg(long = "as", value_enum)]
    pub kind: ReportKind,
    /// The data directory.
    #[arg(long)]
    pub data: PathBuf,
    /// The node's configuration.
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// Folder to write the document and its bundle into; it does not exist, or is empty.
    #[arg(long)]
    pub out: PathBuf,
    /// The moment reported on, a date-time with zone, not later than now; now, where absent.
    #[arg(long)]
    pub at: Option<String>,
    /// Report on one organisation alone.
    #[arg(long)]
    pub organisation: Option<String>,
}

/// The documents a report can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportKind {
    /// Word document.
    Docx,
    /// PDF document.
    Pdf,
    /// Workbook: the annex of figures.
    Xlsx,
    /// Clean text, for a chat.
    Txt,
    /// Picture, for a chat.
    Png,
}

/// `dossier`.
#[derive(Debug, Args)]
pub struct Dossier {
    /// The data directory.
    #[arg(long)]
    pub data: PathBuf,
    /// The node's configuration.
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// Whose obligation.
    #[arg(long)]
    pub organisation: String,
    /// Which obligation.
    #[arg(long)]
    pub obligation: String,
    /// How it stood at this moment, a date-time with zone; now, where absent.
    #[arg(long)]
    pub at: Option<String>,
    /// By what was known: a cursor, or a date-time with zone; all, where absent.
    #[arg(long)]
    pub known: Option<String>,
    /// Folder to write; it does not exist, or is empty.
    #[arg(long)]
    pub out: PathBuf,
    /// How to print.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// An exported journal, a report's folder, or a dossier.
    pub path: PathBuf,
    /// The key the logs must be signed with, as a C2SP verifier key.
    #[arg(long)]
    pub key: Option<String>,
    /// Of a dossier: the campaign file, for who has it, to hold what was cut out of it against.
    #[arg(long, value_name = "FILE")]
    pub campaign: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// `journal …`.
#[derive(Debug, Subcommand)]
pub enum Journal {
    /// Make a journal of invented entries; the same seed gives the same bytes.
    Generate {
        /// How many entries.
        #[arg(long)]
        entries: u64,
        /// Seed.
        #[arg(long)]
        seed: u64,
        /// Folder to write; it does not exist, or is empty.
        #[arg(long)]
        out: PathBuf,
    },
    /// Export the journals of a data directory as plain files.
    Export {
        /// The data directory.
        #[arg(long)]
        data: PathBuf,
        /// The node's configuration.
        #[arg(long)]
        config: Option<PathBuf>,
        /// Folder to write; it does not exist, or is empty.
        #[arg(long)]
        out: PathBuf,
    },
    /// Print the proof (C2SP tlog-proof) that an entry stands in an exported journal.
    Prove {
        /// An exported journal.
        path: PathBuf,
        /// Origin of the log; may be left out where there is but one.
        #[arg(long)]
        origin: Option<String>,
        /// Place of the entry in the log.
        #[arg(long)]
        index: u64,
    },
}

/// `measure …`.
#[derive(Debug, Subcommand)]
pub enum Measure {
    /// Probe one target: icmp://HOST, tcp://HOST:PORT, dns://SERVER:PORT/NAME, http(s)://…, tls://HOST:PORT.
    Probe {
        /// The target.
        target: String,
        /// The node's configuration, for the granted ranges; loopback alone without one.
        #[arg(long)]
        config: Option<PathBuf>,
        /// Milliseconds to wait for an answer.
        #[arg(long, default_value_t = 2_000)]
        timeout_ms: u32,
        /// How to print.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
}

/// `account …`.
#[derive(Debug, Subcommand)]
pub enum Account {
    /// Add an account; the password is read from standard input.
    Add {
        /// The data directory.
        #[arg(long)]
        data: PathBuf,
        /// The node's configuration.
        #[arg(long)]
        config: Option<PathBuf>,
        /// Login.
        #[arg(long)]
        login: String,
        /// Role, such as `regulator_desk` or `duty_officer`.
        #[arg(long)]
        role: String,
        /// Organisation the account acts for.
        #[arg(long)]
        organisation: String,
        /// Name shown to people.
        #[arg(long)]
        name: String,
        /// Says that the password comes on standard input, one line.
        #[arg(long, required = true)]
        password_stdin: bool,
    },
}

/// `store …`.
#[derive(Debug, Subcommand)]
pub enum Store {
    /// Copy a data directory, also while its node runs; everything acknowledged before is in the copy.
    Backup {
        /// The data directory.
        #[arg(long)]
        data: PathBuf,
        /// Folder to write; it does not exist, or is empty.
        #[arg(long)]
        to: PathBuf,
        /// The node's configuration, where its journal lies in PostgreSQL.
        #[arg(long)]
        config: Option<PathBuf>,
        /// Copy node.key and accounts.key as well: whoever has the backup can then write on in the node's name.
        #[arg(long)]
        with_keys: bool,
        /// How to print.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Go on from a log that was found to lack what was signed of it; the decision is journaled.
    AcceptRollback {
        /// The data directory.
        #[arg(long)]
        data: PathBuf,
        /// The node's configuration, which names the folder outside where there is one.
        #[arg(long)]
        config: PathBuf,
        /// Organisation whose log it is.
        #[arg(long)]
        log: String,
        /// Why the lost entries are given up; kept as a private field of the entry.
        #[arg(long)]
        reason: String,
    },
    /// Bring the journal of a stopped node into PostgreSQL, or back into its data directory.
    Move {
        /// The data directory.
        #[arg(long)]
        data: PathBuf,
        /// The node's configuration, which says where PostgreSQL is, whichever way.
        #[arg(long)]
        config: PathBuf,
        /// Where the journal goes.
        #[arg(long, value_enum)]
        to: JournalPlace,
        /// How to print.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Make a data directory from a backup, once every file, log and document of it is found whole.
    Restore {
        /// The backup.
        #[arg(long)]
        from: PathBuf,
        /// The data directory to make; it does not exist, or is empty.
        #[arg(long)]
        data: PathBuf,
        /// The node's configuration, where its journal goes to PostgreSQL.
        #[arg(long)]
        config: Option<PathBuf>,
        /// Folder with node.key and accounts.key, where they are not in the backup.
        #[arg(long)]
        keys: Option<PathBuf>,
        /// How to print.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
}

/// Where a journal lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum JournalPlace {
    /// journal.db in the data directory.
    Sqlite,
    /// The database that the configuration names.
    Postgresql,
}

/// `tls …`.
#[derive(Debug, Subcommand)]
pub enum Tls {
    /// Make a certificate, and an authority for it unless the folder has one.
    Make {
        /// The folder for certificates and keys.
        #[arg(long)]
        out: PathBuf,
        /// A name or address by which devices reach the node; repeat it for each.
        #[arg(long = "name", required = true)]
        names: Vec<String>,
    },
}

/// `drill`.
#[derive(Debug, Args)]
pub struct Drill {
    /// The drill file; the campaign file it names lies beside it.
    pub file: PathBuf,
    /// What chance is drawn from: another seed is another story, the same seed the same one.
    #[arg(long)]
    pub seed: u64,
    /// Play before people: so many simulated seconds pass in a real one, on a live board that is served on this machine
    /// until the drill ends, or Ctrl-C ends it with the answer so far.
    #[arg(long, value_name = "SPEED", value_parser = clap::value_parser!(u32).range(1..=3_600))]
    pub play: Option<u32>,
    /// Loopback address on which the board of --play is served.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", requires = "play")]
    pub listen: SocketAddr,
    /// Write the answer as a Markdown document as well; the file must not exist.
    #[arg(long)]
    pub out: Option<PathBuf>,
    /// Keep the drill's data directory here, to ask and verify it like any other; it does not exist, or is empty.
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// `doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    /// The data directory to look at.
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// The node's configuration.
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// How to print.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}
