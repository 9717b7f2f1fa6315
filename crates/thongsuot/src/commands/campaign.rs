//! `campaign new|check|convert|status|calendar`.

use super::input;
use crate::{
    args::{Campaign, CampaignForm, Format},
    outcome::{Answer, Fault, Outcome},
};
use calendar::Clock;
use std::{io::Write, path::Path};

/// Runs it.
pub fn run(command: Campaign) -> Outcome {
    match command {
        Campaign::New { from, out, config } => draft(&from, &out, config.as_deref()),
        Campaign::Check { file, config, format } => check(&file, config.as_deref(), format),
        Campaign::Convert { file, form, config } => convert(&file, form, config.as_deref()),
        Campaign::Status { data, config, at, known, format } => {
            status(&data, config.as_deref(), at.as_deref(), known.as_deref(), format)
        }
        Campaign::Calendar { data, config, organisation } => calendar(&data, config.as_deref(), organisation),
    }
}

fn draft(letter: &Path, out: &Path, config: Option<&Path>) -> Outcome {
    let (taken, bytes) = super::directive::take_letter(letter, config)?;
    let read = taken.letter();
    let name = letter
        .file_name()
        .map_or_else(|| letter.display().to_string(), |name| name.to_string_lossy().into_owned());
    let words = taken.named(&bytes);
    let original = (words.as_bytes() != bytes).then(|| app::sha256(&bytes));
    let named = directive::LetterFile {
        name: &name,
        sha256: &app::sha256(words.as_bytes()),
        original_sha256: original.as_deref(),
    };
    let text = directive::draft(&read, &named);
    let mut file = std::fs::File::create_new(out).map_err(|error| {
        let fault = Fault::input(format!("cannot write {}: {error}", out.display()));
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            fault.hint("the file exists and is left as it is; name another")
        } else {
            fault
        }
    })?;
    file.write_all(text.as_bytes())
        .map_err(|error| Fault::environment(format!("cannot write {}: {error}", out.display())))?;
    eprintln!(
        "{}: {} obligations drafted; edit it, then run `thongsuot campaign check {}`",
        out.display(),
        read.obligations.len(),
        out.display()
    );
    let beside = out.with_file_name(&name);
    if !beside.exists() {
        eprintln!(
            "hint: the letter lies beside its campaign file: copy {} to {}",
            letter.display(),
            beside.display()
        );
    }
    Ok(Answer::Yes)
}

/// What `campaign check --format json` prints.
#[derive(serde::Serialize)]
struct Checked<'a> {
    valid: bool,
    digest: Option<String>,
    faults: &'a [campaign::Fault],
    warnings: &'a [String],
}

fn check(file: &Path, config: Option<&Path>, format: Format) -> Outcome {
    let node = input::config(config)?;
    let checked = app::read_campaign(file, input::taking(&node)?);
    let mut warnings = Vec::new();
    if let Ok(app::CampaignFile { campaign, .. }) = &checked {
        warnings.extend(campaign.due_after_end().map(|late| {
            let (due, to) = (late.due_in(campaign).edge(), campaign.to.edge());
            format!("obligation {} is due {due}, after the campaign's end, {to}", late.id)
        }));
        if config.is_some() {
            let outside = app::ungranted(campaign, &node.measure.granted, app::SystemClock.now());
            warnings.extend(outside.iter().map(ToString::to_string));
        }
    }
    if format == Format::Json {
        match &checked {
            Ok(read) => {
                let digest = Some(read.campaign.digest.to_string());
                input::print_json(&Checked { valid: true, digest, faults: &[], warnings: &warnings })?;
            }
            Err(app::AppFault::Campaign(faults)) => {
                input::print_json(&Checked { valid: false, digest: None, faults, warnings: &warnings })?;
            }
            // What is no campaign file at all has no faults to list.
            Err(_) => {}
        }
    }
    let read = checked.map_err(super::fault_of)?;
    for warning in &warnings {
        eprintln!("warning: {}: {warning}", file.display());
    }
    if format == Format::Text {
        let campaign = read.campaign;
        input::print_line(&format!(
            "{}: {} organisations, {} targets, {} obligations; digest {}",
            file.display(),
            campaign.organisations.len(),
            campaign.targets.len(),
            campaign.obligations.len(),
            campaign.digest
        ))?;
    }
    Ok(Answer::Yes)
}

/// Nothing is judged: what `campaign check` would say of the one it says of the other.
fn convert(path: &Path, form: CampaignForm, config: Option<&Path>) -> Outcome {
    let node = input::config(config)?;
    let bytes = app::read_campaign_bytes(path, input::taking(&node)?).map_err(super::fault_of)?;
    let name = path.display().to_string();
    let text = String::from_utf8(bytes).map_err(|_| Fault::input(format!("{name}: is not UTF-8 text")))?;
    // A file of JSON begins with its brace, and no TOML does.
    let is_json = text.trim_start().starts_with('{');
    let keys = if is_json {
        serde_json::from_str(&text).map_err(|fault| {
            Fault::input(format!("{name}:{}:{}: is no JSON: {fault}", fault.line(), fault.column()))
        })?
    } else {
        campaign::file::to_json(&text, &name)
            .map_err(|faults| super::fault_of(app::AppFault::Campaign(faults)))?
    };
    match (form, keys) {
        (CampaignForm::Json, keys) => input::print_json(&keys)?,
        (CampaignForm::Toml, serde_json::Value::Object(keys)) => {
            input::print_line(campaign::file::to_toml(&keys).trim_end())?;
        }
        (CampaignForm::Toml, _) => return Err(Fault::input(format!("{name}: is no object of JSON"))),
    }
    Ok(Answer::Yes)
}

fn status(
    data: &Path,
    config: Option<&Path>,
    at: Option<&str>,
    known: Option<&str>,
    format: Format,
) -> Outcome {
    let config = input::config(config)?;
    let at = at.map(|text| input::moment("--at", text)).transpose()?;
    let known = known.map(app::Known::parse).transpose().map_err(super::fault_of)?;
    let elsewhere = "its Situation page shows the same, for any moment";
    let status = input::runtime()?
        .block_on(app::status(&config, data, at, known))
        .map_err(|fault| super::fault_beside_node(fault, &config, elsewhere))?;
    match format {
        Format::Json => input::print_json(&status)?,
        Format::Text => input::print_line(status.to_string().trim_end())?,
    }
    Ok(Answer::Yes)
}

fn calendar(data: &Path, config: Option<&Path>, organisation: Option<String>) -> Outcome {
    let config = input::config(config)?;
    let organisation = input::organisation(organisation)?;
    let elsewhere = "its Reports page hands over the same file";
    let file = input::runtime()?
        .block_on(app::calendar(&config, data, organisation))
        .map_err(|fault| super::fault_beside_node(fault, &config, elsewhere))?;
    // Its lines end as a calendar wants them, the last one too.
    input::print_whole(&file)?;
    Ok(Answer::Yes)
}
